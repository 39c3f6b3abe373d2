package io.penstock.shared.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.cli.process.ClusterNode;
import io.penstock.shared.cli.process.FreePorts;
import io.penstock.shared.cli.process.NodeProcesses;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.node.ClusterConfig;
import io.penstock.shared.config.node.Role;
import io.penstock.shared.node.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** {@code cluster}: several nodes on this machine, each in a process of its own. */
@Command(
        description = "Runs a cluster of several processes on this machine, to try out and to test."
                + " Each kind of port is the first free one from its base on. Ctrl-C stops all nodes.")
final class ClusterCommand implements Callable<Integer> {

    private static final int MOST = 16;

    private final Surroundings surroundings;
    private final FreePorts ports = new FreePorts();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            defaultValue = "1",
            description = "Nodes that serve clients, 1 to " + MOST + "; default ${DEFAULT-VALUE}.")
    private int gateways;

    @Option(
            names = "--providers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Nodes that call providers, 1 to " + MOST + "; default ${DEFAULT-VALUE}.")
    private int providers;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Of every node. Default: conf/penstock.yaml of this installation.")
    private @Nullable Path config;

    @Option(
            names = "--http-port",
            paramLabel = "BASE",
            defaultValue = "8080",
            converter = FlagTypes.Port.class,
            description = "Default ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--admin-port",
            paramLabel = "BASE",
            defaultValue = "9090",
            converter = FlagTypes.Port.class,
            description = "Default ${DEFAULT-VALUE}.")
    private int adminPort;

    @Option(
            names = "--cluster-port",
            paramLabel = "BASE",
            defaultValue = "5701",
            converter = FlagTypes.Port.class,
            description = "Default ${DEFAULT-VALUE}.")
    private int clusterPort;

    ClusterCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (gateways < 1 || gateways > MOST || providers < 1 || providers > MOST) {
            throw new ParameterException(spec.commandLine(), "--gateways and --providers are 1 to " + MOST);
        }
        Path file = config == null ? surroundings.defaultConfig() : config;
        Config asFile = load(file, new Overrides(Set.of(Role.GATEWAY), null, null, null, null, null));
        List<ClusterNode> nodes = plan(asFile.cluster());
        // One look here, rather than the same complaint from every node.
        nodes.forEach(node -> load(file, node.overrides()));
        return run(nodes, file, readyLine(asFile, nodes));
    }

    @CanIgnoreReturnValue
    private Config load(Path file, Overrides overrides) {
        return surroundings.load(file, overrides);
    }

    private List<ClusterNode> plan(@Nullable ClusterConfig cluster) {
        String host = cluster == null ? ClusterConfig.DEFAULT_HOST : cluster.host();
        int[] clusterPorts = new int[gateways + providers];
        List<String> members = new ArrayList<>();
        for (int i = 0; i < clusterPorts.length; i++) {
            clusterPorts[i] = ports.from(clusterPort);
            members.add(host + ":" + clusterPorts[i]);
        }
        List<ClusterNode> nodes = new ArrayList<>();
        for (int i = 0; i < clusterPorts.length; i++) {
            boolean gateway = i < gateways;
            nodes.add(new ClusterNode(
                    gateway ? "gateway-" + (i + 1) : "provider-" + (i + 1 - gateways),
                    gateway ? Role.GATEWAY : Role.PROVIDER,
                    gateway ? ports.from(httpPort) : 0,
                    ports.from(adminPort),
                    clusterPorts[i],
                    members));
        }
        return nodes;
    }

    private int run(List<ClusterNode> nodes, Path file, String readyLine) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        NodeCommand command = new NodeCommand();
        NodeProcesses processes = new NodeProcesses(node -> command.of(node.arguments(file)), out, readyLine);
        Signal.handle(new Signal("HUP"), signal -> {
            if (Terminal.isClosed()) {
                processes.stop();
            } else {
                processes.reload();
            }
        });
        Signal.handle(new Signal("TERM"), signal -> processes.stop());
        Signal.handle(new Signal("INT"), signal -> {
            // Without a session of their own the nodes got it from the terminal as this process did.
            if (command.ownSession()) {
                processes.stop();
            } else {
                processes.stopping();
            }
        });
        try {
            processes.start(nodes);
        } catch (IOException e) {
            spec.commandLine().getErr().println("penstock: cannot start a node: " + e.getMessage());
            processes.stop();
            int unused = processes.await();
            return 1;
        }
        return processes.await();
    }

    private static String readyLine(Config config, List<ClusterNode> nodes) {
        String scheme = config.http().tls() == null ? "http" : "https";
        return nodes.stream()
                .filter(node -> node.role() == Role.GATEWAY)
                .map(node -> scheme + "://" + config.http().host() + ":" + node.httpPort())
                .collect(Collectors.joining(" ", "penstock cluster ready ", ""));
    }
}
