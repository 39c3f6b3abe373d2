package io.penstock.gateway.routing.targets;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How soon a target's first content came in its latest attempts. What is old is forgotten, so that a target
 * that nobody asks any more gets another chance. Thread-safe; times are {@link System#nanoTime}.
 */
final class FirstTokens {

    /** Enough for a percentile that two stragglers do not move. */
    private static final int KEPT = 128;
    /** Fewer say nothing of how the slowest twentieth does. */
    static final int ENOUGH_FOR_PERCENTILE = 20;

    private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(1);
    /** A new time moves the average by a fifth of the way. */
    private static final double WEIGHT_OF_NEW = 0.2;

    private final int[] millis = new int[KEPT];
    private int next;
    private int count;
    private double average = -1;
    private boolean missing;
    private long lastNanos;

    synchronized void came(long tookMillis, long now) {
        forgetOld(now);
        millis[next] = (int) Math.min(Integer.MAX_VALUE, tookMillis);
        next = (next + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
        if (missing) {
            average = -1; // It is back: what it missed says nothing any more.
            missing = false;
        }
        moveAverage(tookMillis, now);
    }

    /** The target brought none in so long, or failed: that counts for the average alone, until the next one comes. */
    synchronized void missed(long asMillis, long now) {
        forgetOld(now);
        missing = true;
        moveAverage(asMillis, now);
    }

    /** Milliseconds, or -1 where nothing recent is known. */
    synchronized long average(long now) {
        forgetOld(now);
        return average < 0 ? -1 : Math.round(average);
    }

    /** Milliseconds, or -1 while fewer than {@value #ENOUGH_FOR_PERCENTILE} are known. */
    synchronized long percentile(int percent) {
        if (count < ENOUGH_FOR_PERCENTILE) {
            return -1;
        }
        int[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted[(count * percent + 99) / 100 - 1];
    }

    private void moveAverage(long value, long now) {
        average = average < 0 ? value : average + WEIGHT_OF_NEW * (value - average);
        lastNanos = now;
    }

    private void forgetOld(long now) {
        if (average >= 0 && now - lastNanos > RECENT_NANOS) {
            average = -1;
        }
    }
}
