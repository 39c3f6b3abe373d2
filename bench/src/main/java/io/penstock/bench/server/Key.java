package io.penstock.bench.server;

import io.penstock.shared.config.access.KeyHash;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A client's key, made for the benchmark.
 *
 * @param limited whether it has a limit, which nobody reaches
 */
public record Key(String name, boolean limited) {

    public static final Key LIMITED = new Key("limited", true);
    public static final Key FREE = new Key("free", false);
    /** One that no node knows. */
    public static final Key UNKNOWN = new Key("unknown", false);

    /** So many that each node of a cluster is bound to count some of them. */
    static final List<Key> MANY =
            IntStream.range(0, 20).mapToObj(i -> new Key("hot-" + i, true)).toList();

    /** What a client sends. */
    public String header() {
        return "authorization: Bearer " + token();
    }

    private String token() {
        return "sk-pen-bench-" + name + "-0123456789abcdef";
    }

    /** The section of a gateway's configuration: all that are known. */
    static String toConfig() {
        return Stream.concat(Stream.of(LIMITED, FREE), MANY.stream())
                .map(Key::line)
                .collect(Collectors.joining("", "keys:\n", ""));
    }

    private String line() {
        return "  - { name: %s, hash: \"%s\", models: [\"*\"]%s }\n"
                .formatted(
                        name,
                        KeyHash.of(token()).toConfig(),
                        limited ? ", limits: { requestsPerMinute: 1000000000 }" : "");
    }
}
