package io.penstock.shared.config.access;

import io.penstock.shared.config.value.Check;
import java.time.Duration;

/**
 * How limits are kept across the cluster.
 *
 * @param lease the permits of a node that died return within this time
 */
public record LimitsConfig(OnUnavailable onUnavailable, Duration lease) {

    public static final LimitsConfig DEFAULT = new LimitsConfig(OnUnavailable.REFUSE, Duration.ofSeconds(10));

    public LimitsConfig {
        Check.positive("lease", lease);
    }
}
