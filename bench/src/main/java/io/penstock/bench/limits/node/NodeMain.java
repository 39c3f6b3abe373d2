package io.penstock.bench.limits.node;

import io.penstock.shared.config.node.ClusterConfig;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The process of a node: {@code NAME [PORT PORT...]}, its own port first, then those of the others. */
public final class NodeMain {

    private static final String HOST = "127.0.0.1";

    private NodeMain() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        // Standard output is for answers; whatever else is printed must not get between them.
        System.setOut(System.err);
        // Whatever it is busy with: it must not outlive the benchmark.
        List<CompletableFuture<Void>> unused = ProcessHandle.current().parent().stream()
                .map(parent ->
                        parent.onExit().thenAccept(gone -> Runtime.getRuntime().halt(1)))
                .toList();
        String name = arguments[0];
        List<Integer> ports =
                Arrays.stream(arguments).skip(1).map(Integer::valueOf).toList();
        try {
            serve(new BenchNode(ports.isEmpty() ? null : cluster(ports), name), out);
        } catch (EOFException end) {
            // The benchmark has ended, one way or another. Nothing is to be kept, no one to say goodbye to.
            Runtime.getRuntime().halt(0);
        } catch (Throwable failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** @param ports the node's own first */
    public static ClusterConfig cluster(List<Integer> ports) {
        String cluster = "penstock-bench-" + Collections.min(ports);
        List<String> members =
                ports.stream().sorted().map(port -> HOST + ":" + port).toList();
        return new ClusterConfig(cluster, HOST, ports.get(0), 0, members, null, null);
    }

    private static void serve(BenchNode node, PrintStream out) throws IOException, ClassNotFoundException {
        ObjectOutputStream answers = new ObjectOutputStream(out);
        answers.flush();
        ObjectInputStream orders = new ObjectInputStream(System.in);
        while (true) {
            answers.writeObject(answer(node, (Order<?>) orders.readObject()));
            answers.reset();
            answers.flush();
        }
    }

    private static @Nullable Object answer(BenchNode node, Order<?> order) {
        try {
            return order.runOn(node);
        } catch (Exception failure) {
            failure.printStackTrace();
            // Not all failures can be serialized.
            return new IllegalStateException(order.getClass().getSimpleName() + ": " + failure);
        }
    }
}
