package io.penstock.provider.health;

import java.util.concurrent.TimeUnit;

/** When a circuit opens, and for how long. Times in nanoseconds unless they say otherwise. */
final class Rules {

    /** Failures without a success between them that open it. */
    static final int FAILURES_IN_A_ROW = 5;

    /** It also opens when of at least so many calls that ended in the last {@link #WINDOW_SECONDS} half failed. */
    static final int CALLS_TO_JUDGE_BY = 20;

    /** The running second counts as a whole one. */
    static final int WINDOW_SECONDS = 10;

    /** Doubles with each probe that fails, up to {@link #LONGEST_OPEN}. */
    static final long FIRST_OPEN = TimeUnit.SECONDS.toNanos(1);

    static final long LONGEST_OPEN = TimeUnit.SECONDS.toNanos(30);

    /** The longest pause that a provider is granted, in milliseconds. */
    static final long LONGEST_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /** After a rate limit that does not say when to come back, in milliseconds. */
    static final long RATE_PAUSE_MILLIS = 1000;

    /** After the provider refused the last key, in milliseconds. */
    static final long CREDENTIALS_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /** A probe without a word for so long (a plain answer comes all at once, at its end) keeps no other from trying. */
    static final long PROBE_PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /** Of a target that nobody called for so long, nothing is remembered. */
    static final long MEMORY = TimeUnit.MINUTES.toNanos(10);

    /** Clients can name any model of a provider: no more of them than this are remembered. */
    static final int MOST_TARGETS = 10_000;

    /** No more than this many are told in a beat. */
    static final int MOST_TOLD = 1000;

    private Rules() {}
}
