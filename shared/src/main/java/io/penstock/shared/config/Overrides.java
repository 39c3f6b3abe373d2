package io.penstock.shared.config;

import io.penstock.shared.config.node.AdminConfig;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.HttpConfig;
import io.penstock.shared.config.node.NodeConfig;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about one run; it wins over the file. Null leaves a value as it is.
 *
 * @param node the node's name
 * @param clusterPort makes a cluster where the file has none
 * @param clusterMembers replaces the file's members, or its Kubernetes service
 */
public record Overrides(
        @Nullable Set<Role> roles,
        @Nullable String node,
        @Nullable Integer httpPort,
        @Nullable Integer adminPort,
        @Nullable Integer clusterPort,
        @Nullable List<String> clusterMembers) {

    public static final Overrides NONE = new Overrides(null, null, null, null, null, null);

    public NodeConfig apply(NodeConfig config) {
        return within(
                "node",
                () -> new NodeConfig(
                        node == null ? config.name() : node,
                        roles == null ? config.roles() : roles,
                        config.drainTimeout()));
    }

    public HttpConfig apply(HttpConfig config) {
        return httpPort == null ? config : within("http", () -> config.withPort(httpPort));
    }

    public AdminConfig apply(AdminConfig config) {
        return adminPort == null ? config : within("admin", () -> config.withPort(adminPort));
    }

    /** A new cluster is called penstock, on 127.0.0.1, with this node as its only member unless there is a list. */
    public @Nullable ClusterConfig apply(@Nullable ClusterConfig config) {
        if (clusterPort == null && clusterMembers == null) {
            return config;
        }
        return within("cluster", () -> config == null ? cluster() : changed(config));
    }

    private ClusterConfig cluster() {
        int port = clusterPort == null ? ClusterConfig.DEFAULT_PORT : clusterPort;
        String self = ClusterConfig.DEFAULT_HOST + ":" + port;
        return new ClusterConfig(
                ClusterConfig.DEFAULT_NAME,
                ClusterConfig.DEFAULT_HOST,
                port,
                0,
                clusterMembers == null ? List.of(self) : clusterMembers,
                null,
                null);
    }

    private ClusterConfig changed(ClusterConfig config) {
        return new ClusterConfig(
                config.name(),
                config.host(),
                clusterPort == null ? config.port() : clusterPort,
                config.busPort(),
                clusterMembers == null ? config.members() : clusterMembers,
                clusterMembers == null ? config.kubernetes() : null,
                config.quorum());
    }

    private static <T> T within(String section, Supplier<T> change) {
        try {
            return change.get();
        } catch (InvalidConfigException e) {
            throw e.within(section);
        }
    }
}
