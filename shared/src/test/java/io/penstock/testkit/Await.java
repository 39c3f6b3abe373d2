package io.penstock.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, never for an amount of time. */
public final class Await {

    private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /** Returns as soon as the condition holds, or fails naming {@code what} after the timeout. */
    public static void until(String what, Callable<Boolean> condition, Duration timeout) {
        until(() -> what, condition, timeout);
    }

    /** As {@link #until(String, Callable, Duration)}, with the failure's text made only when needed. */
    public static void until(Supplier<String> what, Callable<Boolean> condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Exception last = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for " + what.get(), e);
            } catch (Exception e) {
                last = e;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("not within " + timeout.toMillis() + " ms: " + what.get(), last);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
