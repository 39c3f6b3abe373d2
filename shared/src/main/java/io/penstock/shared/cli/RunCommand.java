package io.penstock.shared.cli;

import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run}: one node, until it is told to stop. */
@Command(description = "Runs one node. Flags win over the file.")
final class RunCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Default: conf/penstock.yaml of this installation.")
    private @Nullable Path config;

    @Option(
            names = "--roles",
            paramLabel = "ROLES",
            split = ",",
            converter = FlagTypes.RoleName.class,
            description = "gateway, provider or gateway,provider.")
    private @Nullable List<Role> roles;

    @Option(names = "--node", paramLabel = "NAME", description = "The node's name, unique in the cluster.")
    private @Nullable String node;

    @Option(
            names = "--http-port",
            paramLabel = "N",
            converter = FlagTypes.Port.class,
            description = "For clients; 0 takes any free port.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--admin-port",
            paramLabel = "N",
            converter = FlagTypes.Port.class,
            description = "For health and metrics; 0 takes any free port.")
    private @Nullable Integer adminPort;

    @Option(
            names = "--cluster-port",
            paramLabel = "N",
            converter = FlagTypes.Port.class,
            description = "For the other nodes; makes a cluster on 127.0.0.1 where the file has none.")
    private @Nullable Integer clusterPort;

    @Option(
            names = "--cluster-members",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "All nodes of the cluster, this one too; in place of the file's.")
    private @Nullable List<String> clusterMembers;

    /** For a node that another process started: it must not outlive that. */
    @Option(names = "--exit-on-stdin-eof", hidden = true)
    private boolean exitOnStdinEof;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = config == null ? surroundings.defaultConfig() : config;
        ConfigFile source = surroundings.file(file, overrides());
        Loaded loaded = source.parse(source.bytes());
        return surroundings.node().run(source, loaded, exitOnStdinEof);
    }

    private Overrides overrides() {
        Set<Role> set = roles == null ? null : Set.copyOf(roles);
        if (roles != null && set != null && set.size() < roles.size() && spec != null) {
            throw new ParameterException(spec.commandLine(), "--roles names a role twice");
        }
        return new Overrides(set, node, httpPort, adminPort, clusterPort, clusterMembers);
    }
}
