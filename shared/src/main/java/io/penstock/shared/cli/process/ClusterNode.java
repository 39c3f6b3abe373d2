package io.penstock.shared.cli.process;

import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.node.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One node of a local cluster, as it is to be started.
 *
 * @param httpPort unused by a provider
 * @param members all nodes' {@code host:port}
 */
public record ClusterNode(String name, Role role, int httpPort, int adminPort, int clusterPort, List<String> members) {

    public Overrides overrides() {
        return new Overrides(
                Set.of(role), name, role == Role.GATEWAY ? httpPort : null, adminPort, clusterPort, members);
    }

    /** What the command {@code run} reads as {@link #overrides()}. */
    public List<String> arguments(Path config) {
        return List.of(
                "run",
                "--config=" + config,
                "--roles=" + roleName(),
                "--node=" + name,
                "--http-port=" + httpPort,
                "--admin-port=" + adminPort,
                "--cluster-port=" + clusterPort,
                "--cluster-members=" + String.join(",", members),
                "--exit-on-stdin-eof");
    }

    public String describe(long pid) {
        String http = role == Role.GATEWAY ? "http " + httpPort + "  " : "";
        return "%-12s %-9s %sadmin %d  cluster %d  pid %d"
                .formatted(name, roleName(), http, adminPort, clusterPort, pid);
    }

    private String roleName() {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
