package io.penstock.gateway.routing.targets;

import io.penstock.shared.chat.request.BodyParameters;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import io.penstock.shared.config.model.UpstreamModel;

/**
 * A place where a model runs, as its route needs it.
 *
 * @param id {@code provider/model}, with the provider's own name for the model: what health and load go by
 * @param upstream the same model, and what kind of provider has it
 * @param emulatesN whether each choice of an answer is a call of its own there
 * @param parameters of requests that it sets by itself
 * @param timeouts its own where it has any, else the model's; {@code total} is of one attempt
 */
public record Target(
        String id,
        TargetConfig config,
        UpstreamModel upstream,
        boolean emulatesN,
        BodyParameters parameters,
        Timeouts timeouts) {

    /** @param provider the target's */
    public static Target of(TargetConfig config, ProviderConfig provider, Timeouts ofModel) {
        boolean plain = config.defaults().isEmpty() && config.overrides().isEmpty();
        return new Target(
                config.provider() + "/" + config.model(),
                config,
                new UpstreamModel(provider.type(), config.model()),
                provider.emulateN(),
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

    /**
     * How often the provider reads, and bills, the prompt of a request.
     *
     * @param sent of the request as the provider's worker gets it
     */
    public int prompts(ChatPeek sent) {
        return emulatesN ? Math.max(1, sent.choices()) : 1;
    }

    public int weight() {
        return config.weight();
    }
}
