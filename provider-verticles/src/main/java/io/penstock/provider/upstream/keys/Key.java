package io.penstock.provider.upstream.keys;

import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.config.model.ApiKeyConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One key and its rests. Guarded by the lock of its {@link ApiKeys}; times in nanoseconds. */
final class Key {

    /** Stands for all models. */
    static final String ALL = "";

    private static final long FIRST_REFUSAL = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_REFUSAL = TimeUnit.MINUTES.toNanos(10);
    private static final long LONGEST_COOLING = TimeUnit.MINUTES.toNanos(5);
    /**
     * Another node's rest is news where it ends later than the one known here by more than the way between
     * nodes takes; else it is this node's own, told back.
     */
    private static final long ECHO = TimeUnit.MILLISECONDS.toNanos(500);
    /** Clients can name any model: of more than these it is not remembered that they are limited. */
    private static final int MOST_MODELS = 1000;

    final ApiKeyConfig config;
    final String value;
    final String fingerprint;
    final int index;
    /** Of the smooth weighted round-robin: how far it is behind its share. */
    long due;

    private boolean refused;
    private int refusals;
    private long refusal;
    /** Remembered beyond a success, to know again what other nodes still tell of it. */
    private long refusedUntil;

    private final Map<String, Long> coolUntil = new HashMap<>();

    /** @param index in the configuration's list */
    Key(ApiKeyConfig config, int index) {
        this.config = config;
        this.value = config.key().reveal();
        this.fingerprint = Fingerprint.of(value);
        this.index = index;
    }

    /** Takes over the rests of the same key under an earlier configuration; a refusal gets another chance. */
    void inherit(Key before) {
        refusals = before.refusals;
        refusedUntil = before.refusedUntil;
        coolUntil.putAll(before.coolUntil);
    }

    /** How long until it is to be used for that model; 0 where it is now. */
    long rest(String model, long now) {
        long rest = isRefused(now) ? refusedUntil - now : 0;
        return Math.max(rest, Math.max(cooling(ALL, now), cooling(model, now)));
    }

    boolean isRefused(long now) {
        return refused && refusedUntil - now > 0;
    }

    int refusals() {
        return refusals;
    }

    /**
     * @param since {@link #refusals} when the call began: of calls that ran at the same time one counts
     * @return for how long it is left out from now on; 0 where that was known
     */
    long refuse(int since, long now) {
        if (since != refusals || isRefused(now)) {
            return 0;
        }
        refusal = refused ? Math.min(2 * refusal, LONGEST_REFUSAL) : FIRST_REFUSAL;
        refused = true;
        refusals++;
        refusedUntil = now + refusal;
        return refusal;
    }

    /** @return whether that is a change */
    boolean mend(int since) {
        boolean mended = refused && since == refusals;
        refused = refused && !mended;
        return mended;
    }

    boolean cool(String model, long nanos, long now) {
        return coolUntil(model, now + Math.min(nanos, LONGEST_COOLING), now);
    }

    /** @return whether that is news */
    boolean hear(RestingKey other, long now) {
        long longest = other.broken() ? LONGEST_REFUSAL : LONGEST_COOLING;
        long rest = Math.min(TimeUnit.MILLISECONDS.toNanos(other.millis()), longest);
        long until = now + rest;
        if (rest <= ECHO) {
            return false;
        }
        if (!other.broken()) {
            Long known = coolUntil.get(other.model());
            return (known == null || until - known > ECHO) && coolUntil(other.model(), until, now);
        }
        if (refusals > 0 && until - refusedUntil <= ECHO) {
            return false;
        }
        refusal = refused ? Math.max(refusal, FIRST_REFUSAL) : FIRST_REFUSAL;
        refused = true;
        refusals++;
        refusedUntil = until;
        return true;
    }

    List<RestingKey> told(String provider, long now) {
        coolUntil.values().removeIf(until -> until - now <= 0);
        List<RestingKey> resting = new ArrayList<>();
        if (isRefused(now)) {
            resting.add(new RestingKey(provider, fingerprint, ALL, true, millis(refusedUntil - now)));
        }
        coolUntil.forEach((model, until) ->
                resting.add(new RestingKey(provider, fingerprint, model, false, millis(until - now))));
        return resting;
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    }

    private boolean coolUntil(String model, long until, long now) {
        Long before = coolUntil.get(model);
        if (until - now <= 0 || (before != null && until - before <= 0)) {
            return false;
        }
        if (before == null && coolUntil.size() >= MOST_MODELS) {
            coolUntil.values().removeIf(end -> end - now <= 0);
            if (coolUntil.size() >= MOST_MODELS) {
                return false;
            }
        }
        coolUntil.put(model, until);
        return true;
    }

    private long cooling(String model, long now) {
        Long until = coolUntil.get(model);
        return until == null ? 0 : Math.max(0, until - now);
    }
}
