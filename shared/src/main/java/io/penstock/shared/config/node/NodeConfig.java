package io.penstock.shared.config.node;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This node.
 *
 * @param name unique in the cluster; null where the node is to make one up
 * @param roles at least one
 * @param drainTimeout how long running streams may go on after a stop was asked for; null leaves it
 *     to the node, which knows whether it runs on a terminal
 */
public record NodeConfig(
        @Nullable String name, Set<Role> roles, @Nullable Duration drainTimeout) {

    /** Both roles, no name of its own. */
    public static final NodeConfig DEFAULT = new NodeConfig(null, EnumSet.allOf(Role.class), null);

    public NodeConfig {
        Check.name("name", name);
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new InvalidConfigException("roles", "must have at least one of: gateway, provider");
        }
        if (drainTimeout != null && !drainTimeout.isZero()) {
            Check.positive("drainTimeout", drainTimeout);
        }
    }

    public boolean isGateway() {
        return roles.contains(Role.GATEWAY);
    }

    public boolean isProvider() {
        return roles.contains(Role.PROVIDER);
    }
}
