package io.penstock.bench.limits.node;

import java.util.concurrent.CompletableFuture;

/** A node as the benchmark sees it. Takes one order after the other, in the order they come. */
public interface Node extends AutoCloseable {

    /** Does not wait. Fails as the order does. */
    <T> CompletableFuture<T> ask(Order<T> order);

    /** Ends it, whatever it does. */
    @Override
    void close();
}
