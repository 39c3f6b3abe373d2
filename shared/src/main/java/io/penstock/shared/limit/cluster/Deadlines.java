package io.penstock.shared.limit.cluster;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Runs each action {@link #MILLIS} after it was given. All wait equally long, so one timer for the
 * first in line serves all. Owner's context only.
 */
final class Deadlines {

    static final long MILLIS = 250;

    private final Vertx vertx;
    private final ArrayDeque<Deadline> line = new ArrayDeque<>();
    private boolean armed;

    Deadlines(Vertx vertx) {
        this.vertx = vertx;
    }

    private record Deadline(long dueNanos, Runnable action) {}

    /** @param action finds out for itself whether there is still something to do */
    void add(Runnable action) {
        line.add(new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS), action));
        arm(MILLIS);
    }

    /** Runs now what waits now. */
    void expireAll() {
        for (int waiting = line.size(); waiting > 0; waiting--) {
            line.remove().action().run();
        }
    }

    private void arm(long millis) {
        if (!armed) {
            armed = true;
            vertx.setTimer(millis, id -> expireDue());
        }
    }

    private void expireDue() {
        armed = false;
        long now = System.nanoTime();
        Deadline first = line.peek();
        while (first != null && first.dueNanos() - now <= 0) {
            line.remove().action().run();
            first = line.peek();
        }
        if (first != null) {
            arm(Math.max(1, TimeUnit.NANOSECONDS.toMillis(first.dueNanos() - now)));
        }
    }
}
