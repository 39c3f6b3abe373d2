package io.penstock.shared.config.access;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.time.Duration;

/**
 * How limits are kept across the cluster, and those of no single key or model.
 *
 * @param onUnavailable what becomes of requests under a limit whose counters cannot answer
 * @param lease the permits of a node that died or went silent return within this time: 3 s to 10 min,
 *     whole seconds. Hazelcast's heartbeats are what renews it, so all nodes need the same
 * @param defaultMaxTokens completion tokens that are reserved for a request that names no maximum
 * @param total over all requests of the cluster together
 * @param perKey for each key that has no limits of its own, and for the anonymous client
 */
public record LimitsConfig(
        OnUnavailable onUnavailable, Duration lease, long defaultMaxTokens, Quota total, Quota perKey) {

    public static final LimitsConfig DEFAULT =
            new LimitsConfig(OnUnavailable.REFUSE, Duration.ofSeconds(10), 1024, Quota.NONE, Quota.NONE);

    public LimitsConfig {
        boolean whole = lease.equals(Duration.ofSeconds(lease.toSeconds()));
        if (!whole || lease.toSeconds() < 3 || lease.toSeconds() > 600) {
            throw new InvalidConfigException("lease", "must be 3s to 10m, in whole seconds");
        }
        Check.range("defaultMaxTokens", defaultMaxTokens, 1, Integer.MAX_VALUE);
    }
}
