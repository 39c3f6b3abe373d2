package io.penstock.shared.config.model;

import io.penstock.shared.config.access.Quota;
import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a public model name stands for.
 *
 * @param targets at least one; the order matters to {@link Strategy#FAILOVER}
 * @param retries attempts after the first, over all targets together, 0 to 10
 * @param hedge null for none, the default; takes at least two targets
 * @param limits over all clients together
 * @param perKey of this model for each key, where the key has none for it
 */
public record ModelConfig(
        Strategy strategy,
        List<TargetConfig> targets,
        int retries,
        Timeouts timeouts,
        @Nullable Hedge hedge,
        Quota limits,
        Quota perKey) {

    public static final int DEFAULT_RETRIES = 2;

    public ModelConfig {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new InvalidConfigException("targets", "must have at least one { provider: …, model: … }");
        }
        if (strategy == Strategy.WEIGHTED && targets.stream().allMatch(target -> target.weight() == 0)) {
            throw new InvalidConfigException("targets", "must have a target with a weight above 0 to choose by weight");
        }
        Check.range("retries", retries, 0, 10);
        if (hedge != null && targets.size() == 1) {
            throw new InvalidConfigException("targets", "has one target only; a hedge needs a second");
        }
        if (hedge != null && retries == 0) {
            throw new InvalidConfigException("retries", "leaves no attempt for a hedge, which is one of them");
        }
    }
}
