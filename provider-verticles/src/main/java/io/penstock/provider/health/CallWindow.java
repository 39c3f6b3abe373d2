package io.penstock.provider.health;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How a target's calls ended that ended in the last {@link Rules#WINDOW_SECONDS}, counted by the second. Any
 * thread: each method holds the lock for a few sums.
 */
final class CallWindow {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int[] calls = new int[Rules.WINDOW_SECONDS];
    private final int[] failures = new int[Rules.WINDOW_SECONDS];
    private boolean started;
    private long start;
    private long second;

    synchronized void add(boolean failed, long now) {
        advance(now);
        int slot = slot(second);
        calls[slot]++;
        failures[slot] += failed ? 1 : 0;
    }

    /** Whether there are enough calls to judge by, and half of them failed. */
    synchronized boolean isBad(long now) {
        advance(now);
        int all = Arrays.stream(calls).sum();
        return all >= Rules.CALLS_TO_JUDGE_BY && 2 * failures() >= all;
    }

    synchronized boolean hasFailures(long now) {
        advance(now);
        return failures() > 0;
    }

    synchronized boolean isEmpty(long now) {
        advance(now);
        return calls() == 0;
    }

    synchronized int failures() {
        return Arrays.stream(failures).sum();
    }

    synchronized int calls() {
        return Arrays.stream(calls).sum();
    }

    synchronized void clear() {
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
    }

    /** Threads read the clock before they come here: one that is a little late counts in the newest second. */
    private void advance(long now) {
        if (!started) {
            started = true;
            start = now;
        }
        long current = (now - start) / SECOND;
        if (current - second >= Rules.WINDOW_SECONDS) {
            clear();
            second = current;
        }
        while (second < current) {
            second++;
            calls[slot(second)] = 0;
            failures[slot(second)] = 0;
        }
    }

    private static int slot(long second) {
        return Math.floorMod(second, Rules.WINDOW_SECONDS);
    }
}
