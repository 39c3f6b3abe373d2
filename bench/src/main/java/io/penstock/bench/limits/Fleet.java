package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Node;
import io.penstock.bench.limits.node.NodeProcess;
import io.penstock.bench.limits.node.Order;
import io.penstock.bench.limits.node.Usage;
import io.penstock.shared.cli.process.FreePorts;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The nodes of one cluster, or a single one without a cluster. */
final class Fleet implements AutoCloseable {

    private static final int FIRST_PORT = 25_701;
    private static final int SEARCHED_AT_ONCE = 512;

    private final List<Node> nodes;
    private final boolean clustered;
    private List<UUID> members = List.of();

    Fleet(List<Node> nodes, boolean clustered) {
        this.nodes = nodes;
        this.clustered = clustered;
    }

    /** Waits until all are there. */
    void await() {
        members = clustered ? all(new Order.Join(nodes.size())) : List.of();
    }

    /** @param members that are to come, see {@link #await}; 0 for one node without a cluster */
    static Fleet start(int members, FreePorts free) throws IOException {
        List<Integer> ports =
                IntStream.range(0, members).mapToObj(i -> free.from(FIRST_PORT)).toList();
        List<Node> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < Math.max(1, members); i++) {
                List<Integer> ownFirst = new ArrayList<>(ports);
                Collections.rotate(ownFirst, -i);
                nodes.add(new NodeProcess(
                        "node-" + members + "-" + (i + 1),
                        ownFirst.stream().map(String::valueOf).toList()));
            }
            return new Fleet(nodes, members > 0);
        } catch (IOException | RuntimeException e) {
            nodes.forEach(Node::close);
            throw e;
        }
    }

    int size() {
        return nodes.size();
    }

    <T> T one(int node, Order<T> order) {
        return nodes.get(node).ask(order).join();
    }

    <T> List<T> all(Order<T> order) {
        return each(node -> order);
    }

    /** All at once; the answers in the nodes' order. */
    <T> List<T> each(IntFunction<Order<T>> orders) {
        List<CompletableFuture<T>> answers = IntStream.range(0, nodes.size())
                .mapToObj(i -> nodes.get(i).ask(orders.apply(i)))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    Usage usage() {
        return all(new Order.ReadUsage()).stream().reduce(Usage.NONE, Usage::plus);
    }

    /** Names of so many keys whose counters one node keeps; nodes are counted round and round. */
    List<String> keysOf(int node, String prefix, int count) {
        List<String> found = new ArrayList<>();
        for (int from = 0; found.size() < count; from += SEARCHED_AT_ONCE) {
            List<String> names = IntStream.range(from, from + SEARCHED_AT_ONCE)
                    .mapToObj(i -> prefix + "-" + i)
                    .toList();
            List<String> ids = names.stream()
                    .map(name -> Subject.key(name, Limits.NONE).id())
                    .toList();
            found.addAll(keptBy(node, names, ids));
        }
        return found.subList(0, count);
    }

    /** The name of a model whose counters one node keeps. */
    String modelOf(int node, String prefix) {
        List<String> names = IntStream.range(0, SEARCHED_AT_ONCE)
                .mapToObj(i -> prefix + "-" + i)
                .toList();
        List<String> ids = names.stream()
                .map(name -> Subject.model(name, Limits.NONE).id())
                .toList();
        return keptBy(node, names, ids).get(0);
    }

    private List<String> keptBy(int node, List<String> names, List<String> ids) {
        if (members.isEmpty()) {
            return names;
        }
        UUID owner = members.get(node % members.size());
        List<UUID> owners = one(0, new Order.Owners(ids));
        return IntStream.range(0, names.size())
                .filter(i -> owners.get(i).equals(owner))
                .mapToObj(names::get)
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
