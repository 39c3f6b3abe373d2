package io.penstock.bench.speed;

import io.penstock.shared.cli.process.FreePorts;
import io.penstock.shared.config.access.KeyHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Penstock's nodes with everything on, as {@code bin/penstock} starts them. */
final class Nodes {

    /** Two keys, made for this: one with a limit that nobody reaches, one without any. */
    static final String LIMITED = "sk-pen-bench-limited-0123456789";

    static final String FREE = "sk-pen-bench-free-0123456789abc";

    private static final String READY = "penstock ready";

    private final Path home;
    private final Path scratch;
    private final FreePorts ports;

    Nodes(Path home, Path scratch, FreePorts ports) {
        this.home = home;
        this.scratch = scratch;
        this.ports = ports;
    }

    /** Gateway and provider in one process, without a cluster. */
    Started allInOne(int upstream) {
        int port = ports.from(18_000);
        Server server = start("all-in-one", gateway(port) + providers(upstream) + models() + keys());
        return new Started(port, List.of(server), 0);
    }

    /** A gateway and a provider node, in a cluster of two, which shares the limits. */
    Started pair(int upstream) {
        int port = ports.from(18_000);
        int first = ports.from(15_701);
        int second = ports.from(15_701);
        List<Server> servers = new ArrayList<>();
        long begun = System.nanoTime();
        servers.add(start(
                "provider",
                "node: { name: bench-provider, roles: [provider] }\n" + cluster(second, first) + "admin: { port: "
                        + ports.from(19_000) + " }\n" + providers(upstream)));
        double firstReady = (System.nanoTime() - begun) / 1e9;
        servers.add(start(
                "gateway",
                "node: { name: bench-gateway, roles: [gateway] }\n" + cluster(first, second) + gateway(port)
                        + providers(upstream) + models() + keys()));
        return new Started(port, servers, firstReady);
    }

    /**
     * What listens on which port.
     *
     * @param firstReadySeconds how long the first of several took to be ready; 0 of one alone
     */
    record Started(int port, List<Server> servers, double firstReadySeconds) {

        Contender asked(String name, String key) {
            return new Contender(name, port, List.of("authorization: Bearer " + key), servers);
        }
    }

    private String gateway(int port) {
        return "auth: keys\nhttp: { port: " + port + " }\nadmin: { port: " + ports.from(19_000) + " }\n";
    }

    private static String cluster(int own, int other) {
        return "cluster: { name: penstock-bench, port: %d, members: [\"127.0.0.1:%d\", \"127.0.0.1:%d\"], quorum: 1 }\n"
                .formatted(own, own, other);
    }

    private static String providers(int upstream) {
        return "providers: { up: { baseUrl: \"http://127.0.0.1:%d/v1\", apiKeys: [\"sk-bench\"] } }\n"
                .formatted(upstream);
    }

    private static String models() {
        return Cases.models().stream()
                .map(model -> "  %1$s: { targets: [ { provider: up, model: %1$s } ] }\n".formatted(model))
                .collect(Collectors.joining("", "models:\n", ""));
    }

    private static String keys() {
        return """
                keys:
                  - { name: limited, hash: "%s", models: ["*"], limits: { requestsPerMinute: 1000000000 } }
                  - { name: free, hash: "%s", models: ["*"] }
                """.formatted(KeyHash.of(LIMITED).toConfig(), KeyHash.of(FREE).toConfig());
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
