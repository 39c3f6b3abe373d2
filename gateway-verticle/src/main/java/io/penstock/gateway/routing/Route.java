package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.config.model.Hedge;
import io.penstock.shared.config.model.ModelConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests for one model may go. Immutable but for its turns; any thread.
 *
 * @param label the model in metrics: its public name, or {@code provider/*} for models
 *     named by their provider, so that clients cannot make up labels
 * @param turns whose it is under {@link Strategy#WEIGHTED}
 * @param retries attempts after the first, over all targets together
 * @param hedge null for none
 */
public record Route(
        String label,
        Strategy strategy,
        List<Target> targets,
        WeightedTurns turns,
        int retries,
        Timeouts timeouts,
        @Nullable Hedge hedge) {

    /** @param providers all that are configured, by name */
    static Route of(String name, ModelConfig model, Map<String, ProviderConfig> providers) {
        List<Target> targets = model.targets().stream()
                .map(target ->
                        Target.of(target, Objects.requireNonNull(providers.get(target.provider())), model.timeouts()))
                .toList();
        return new Route(
                name,
                model.strategy(),
                targets,
                new WeightedTurns(targets),
                model.retries(),
                model.timeouts(),
                model.hedge());
    }

    /** The route of a model that a client names by its provider. */
    static Route direct(String provider, ProviderConfig config, String model) {
        TargetConfig target = new TargetConfig(provider, model, TargetConfig.DEFAULT_WEIGHT);
        List<Target> targets = List.of(Target.of(target, config, Timeouts.DEFAULT));
        return new Route(
                provider + "/*",
                Strategy.FAILOVER,
                targets,
                new WeightedTurns(targets),
                ModelConfig.DEFAULT_RETRIES,
                Timeouts.DEFAULT,
                null);
    }
}
