package io.penstock.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A cluster of gateway nodes and provider nodes, each a process of its own, with a random cluster
 * name and one shared configuration but for names, roles and ports.
 */
public final class ClusterFixture implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    /** One process of the cluster and how to reach it. */
    public record Node(NodeConfig config, NodeProcess process) {

        public ChatClient client() {
            return ChatClient.of(config.httpPort());
        }

        /** A GET on the admin port. */
        public HttpAnswer admin(String path) {
            return ChatClient.of(config.adminPort()).get(path);
        }
    }

    private final Path directory;
    private final List<Node> gateways = new ArrayList<>();
    private final List<Node> providers = new ArrayList<>();

    private ClusterFixture(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts all nodes at once and waits until each is ready and each gateway knows all nodes.
     *
     * @param quorum members below which limits refuse
     * @param sections providers, models, keys and limits, the same on all nodes
     * @param adapt what else to change on each node, such as {@code NodeConfig::authByKeys}
     */
    public static ClusterFixture start(
            Path directory,
            int gatewayCount,
            int providerCount,
            int quorum,
            String sections,
            UnaryOperator<NodeConfig> adapt) {
        ClusterFixture cluster = new ClusterFixture(directory);
        String name = "test-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < gatewayCount + providerCount; i++) {
            ports.add(Ports.free());
        }
        try {
            for (int i = 0; i < ports.size(); i++) {
                boolean gateway = i < gatewayCount;
                String node = gateway ? "gateway-" + (i + 1) : "provider-" + (i - gatewayCount + 1);
                NodeConfig config = NodeConfig.node(node)
                        .roles(gateway ? "gateway" : "provider")
                        .with(clusterSection(name, ports.get(i), ports, quorum))
                        .with(sections);
                config = adapt.apply(config);
                (gateway ? cluster.gateways : cluster.providers)
                        .add(new Node(config, config.command(directory).start()));
            }
            cluster.awaitWhole();
        } catch (AssertionError | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** The {@code cluster} section of one member. */
    public static String clusterSection(String name, int port, List<Integer> members, int quorum) {
        String addresses =
                members.stream().map(member -> "\"127.0.0.1:" + member + "\"").collect(Collectors.joining(", "));
        return """
                cluster:
                  name: %s
                  host: 127.0.0.1
                  port: %d
                  members: [%s]
                  quorum: %d
                """.formatted(name, port, addresses, quorum);
    }

    /** Counted from 1. */
    public Node gateway(int number) {
        return gateways.get(number - 1);
    }

    /** Counted from 1. */
    public Node provider(int number) {
        return providers.get(number - 1);
    }

    public List<Node> nodes() {
        List<Node> all = new ArrayList<>(gateways);
        all.addAll(providers);
        return all;
    }

    /** Changes the files of all nodes and waits until each of them, which must run, is under its new one. */
    public void reload(UnaryOperator<String> change) {
        List<LiveConfig> files =
                nodes().stream().map(node -> node.config().live(directory)).toList();
        files.forEach(file -> file.write(change.apply(file.text())));
        files.forEach(LiveConfig::awaitCurrent);
    }

    /** Starts every node that has ended again, with the configuration of its first start, on its own ports, and waits for the whole cluster. */
    public void restartEnded() {
        for (List<Node> side : List.of(gateways, providers)) {
            side.replaceAll(node -> node.process().isAlive()
                    ? node
                    : new Node(node.config(), node.config().command(directory).start()));
        }
        awaitWhole();
    }

    /** The last output of every node, for the message of a failure. */
    public String tails() {
        return nodes().stream().map(node -> node.process().tail()).collect(Collectors.joining());
    }

    @Override
    public void close() {
        nodes().forEach(node -> node.process().close());
    }

    private void awaitWhole() {
        nodes().forEach(node -> node.process().awaitReady(START));
        for (Node gateway : gateways) {
            Await.until(
                    () -> gateway.config().name() + " to be ready and to know all nodes" + tails(),
                    () -> gateway.admin("/readyz").status() == 200 && knowsAll(gateway),
                    START);
        }
    }

    private boolean knowsAll(Node gateway) {
        String seen = gateway.admin("/cluster").text();
        return nodes().stream().allMatch(node -> seen.contains(node.config().name()));
    }
}
