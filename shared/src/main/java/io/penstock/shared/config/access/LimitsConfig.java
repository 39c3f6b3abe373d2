package io.penstock.shared.config.access;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.time.Duration;

/**
 * How limits are kept across the cluster.
 *
 * @param onUnavailable only {@link OnUnavailable#REFUSE} in this version
 * @param lease the permits of a node that died return within this time
 */
public record LimitsConfig(OnUnavailable onUnavailable, Duration lease) {

    public static final LimitsConfig DEFAULT = new LimitsConfig(OnUnavailable.REFUSE, Duration.ofSeconds(10));

    public LimitsConfig {
        if (onUnavailable == OnUnavailable.LOCAL) {
            throw new InvalidConfigException("onUnavailable", "is not available in this version; available: refuse");
        }
        Check.positive("lease", lease);
    }
}
