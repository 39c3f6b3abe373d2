package io.penstock.bench.server;

import io.penstock.shared.cli.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Penstock's nodes with everything on, as {@code bin/penstock} starts them. */
public final class Nodes {

    static final String CLUSTER = "penstock-bench";

    private static final String READY = "penstock ready";

    private final Path home;
    private final Path scratch;
    private final FreePorts ports;
    private final List<String> models;

    /** @param models of the scripted provider, all that will be asked for */
    public Nodes(Path home, Path scratch, FreePorts ports, List<String> models) {
        this.home = home;
        this.scratch = scratch;
        this.ports = ports;
        this.models = models;
    }

    /** Gateway and provider in one process, without a cluster. */
    public Started allInOne(int upstream) {
        int port = ports.from(18_000);
        Server server = start("all-in-one", gateway(port) + providers(upstream) + models() + Key.toConfig());
        return new Started(port, List.of(server), 0);
    }

    /** A gateway and a provider node, in a cluster of two, which shares the limits. */
    public Pair pair(int upstream) {
        int port = ports.from(18_000);
        int gatewayMember = ports.from(15_701);
        int providerMember = ports.from(15_701);
        long begun = System.nanoTime();
        Server provider = start(
                "provider",
                "node: { name: bench-provider, roles: [provider] }\n" + cluster(providerMember, gatewayMember)
                        + "admin: { port: " + ports.from(19_000) + " }\n" + providers(upstream));
        double providerReady = (System.nanoTime() - begun) / 1e9;
        Server gateway = start(
                "gateway",
                "node: { name: bench-gateway, roles: [gateway] }\n" + cluster(gatewayMember, providerMember)
                        + gateway(port) + providers(upstream) + models() + Key.toConfig());
        return new Pair(new Started(port, List.of(provider, gateway), providerReady), gatewayMember, providerMember);
    }

    /**
     * What listens on which port.
     *
     * @param firstReadySeconds how long the first of several took to be ready; 0 of one alone
     */
    public record Started(int port, List<Server> servers, double firstReadySeconds) {

        public Contender asked(String name, Key key) {
            return new Contender(name, port, List.of(key.header()), servers);
        }
    }

    /**
     * The nodes of a cluster.
     *
     * @param gatewayMember the gateway's port in the cluster
     * @param providerMember the other's
     */
    public record Pair(Started nodes, int gatewayMember, int providerMember) {

        /** A key with a limit, whose requests the gateway node itself counts. */
        public Key countedByGateway() {
            return KeyOwners.keyOf(gatewayMember);
        }

        /** A key with a limit, whose requests the other node counts. */
        public Key countedByProvider() {
            return KeyOwners.keyOf(providerMember);
        }
    }

    private String gateway(int port) {
        return "auth: keys\nhttp: { port: " + port + " }\nadmin: { port: " + ports.from(19_000) + " }\n";
    }

    private static String cluster(int own, int other) {
        return "cluster: { name: %s, port: %d, members: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"], quorum: 1 }\n"
                .formatted(CLUSTER, own, own, other);
    }

    private static String providers(int upstream) {
        return "providers: { up: { baseUrl: \"http://127.0.0.1:%d/v1\", apiKeys: [\"sk-bench\"] } }\n"
                .formatted(upstream);
    }

    private String models() {
        return models.stream()
                .map(model -> "  %1$s: { targets: [ { provider: up, model: %1$s } ] }\n".formatted(model))
                .collect(Collectors.joining("", "models:\n", ""));
    }

    private Server start(String name, String configuration) {
        try {
            Path file = Files.writeString(scratch.resolve(name + ".yaml"), configuration);
            return Server.start(
                    new ProcessBuilder(home.resolve("bin/penstock").toString(), "run", "--config", file.toString()),
                    scratch.resolve(name + ".log"),
                    READY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
