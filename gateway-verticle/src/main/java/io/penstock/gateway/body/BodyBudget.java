package io.penstock.gateway.body;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of request bodies a node holds at once. A body stays until its request has ended,
 * since another attempt may need it; without a bound, slow providers would fill the heap. Thread-safe.
 */
public final class BodyBudget {

    /** What a request costs beside its body: buffers, timers, state. */
    static final long OVERHEAD = 8 * 1024;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    /** A quarter of the heap: the answers and the frames need room too. */
    public static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /** @return false if that much does not fit; nothing is taken then */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    public long held() {
        return held.get();
    }
}
