package io.penstock.gateway.routing.targets;

import io.penstock.shared.chat.request.BodyParameters;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;

/**
 * A place where a model runs, as its route needs it.
 *
 * @param id {@code provider/model}, with the provider's own name for the model: what health and load go by
 * @param parameters of requests that it sets by itself
 * @param timeouts its own where it has any, else the model's; {@code total} is of one attempt
 */
public record Target(String id, TargetConfig config, BodyParameters parameters, Timeouts timeouts) {

    public static Target of(TargetConfig config, Timeouts ofModel) {
        boolean plain = config.defaults().isEmpty() && config.overrides().isEmpty();
        return new Target(
                config.provider() + "/" + config.model(),
                config,
                plain ? BodyParameters.NONE : new BodyParameters(config.defaults(), config.overrides()),
                ofModel.with(config.timeouts()));
    }

    public String provider() {
        return config.provider();
    }

    /** The provider's own name for the model. */
    public String model() {
        return config.model();
    }

    public int weight() {
        return config.weight();
    }
}
