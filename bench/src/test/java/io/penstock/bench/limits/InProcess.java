package io.penstock.bench.limits;

import io.penstock.bench.limits.node.BenchNode;
import io.penstock.bench.limits.node.Node;
import io.penstock.bench.limits.node.Order;
import java.util.concurrent.CompletableFuture;

/** A node in this process, which does what it is told on the thread of whoever tells it. */
record InProcess(BenchNode node) implements Node {

    @Override
    public <T> CompletableFuture<T> ask(Order<T> order) {
        try {
            return CompletableFuture.completedFuture(order.runOn(node));
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
