package io.penstock.shared.limit.cluster;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs each action {@link #MILLIS} after it was given. All wait equally long, so one timer for the
 * first in line serves all. Owner's context only.
 */
final class Deadlines {

    static final long MILLIS = 250;

    private final Timer timer;
    private final LongSupplier nanoTime;
    private final ArrayDeque<Deadline> line = new ArrayDeque<>();
    private boolean armed;

    Deadlines(Timer timer, LongSupplier nanoTime) {
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Runs an action once, on the owner's context, so many milliseconds from now. */
    @FunctionalInterface
    interface Timer {
        void set(long millis, Runnable action);
    }

    private record Deadline(long dueNanos, Runnable action) {}

    /** @param action finds out for itself whether there is still something to do */
    void add(Runnable action) {
        line.add(new Deadline(nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(MILLIS), action));
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
            timer.set(millis, this::expireDue);
        }
    }

    private void expireDue() {
        long now = nanoTime.getAsLong();
        Deadline first = line.peek();
        while (first != null && first.dueNanos() - now <= 0) {
            line.remove().action().run();
            first = line.peek();
        }
        // Only now: an action that adds one must not set the timer past those before it.
        armed = false;
        if (first != null) {
            arm(Math.max(1, TimeUnit.NANOSECONDS.toMillis(first.dueNanos() - now)));
        }
    }
}
