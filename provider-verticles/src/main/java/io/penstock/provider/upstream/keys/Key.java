package io.penstock.provider.upstream.keys;

import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.config.model.ApiKeyConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One key and its rests. Guarded by the lock of its {@link ApiKeys}; times in nanoseconds. */
final class Key {

    /** Stands for all models. */
    static final String ALL = "";

    private static final long FIRST_REFUSAL = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST_REFUSAL = TimeUnit.MINUTES.toNanos(10);
    private static final long LONGEST_COOLING = TimeUnit.MINUTES.toNanos(5);
    private static final long LONGEST_SAID = TimeUnit.DAYS.toNanos(365);
    /**
     * Another node's rest is news where it ends later than the one known here by more than the way between
     * nodes takes; else it is this node's own, told back.
     */
    private static final long ECHO = TimeUnit.MILLISECONDS.toNanos(500);
    /** Clients can name any model: of no more than these, and the configured ones, it is remembered that they are limited. */
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
    private long refusedUntil;

    /** Of the refusals since the key worked last; a random number, told to other nodes. */
    private long row;

    private final KnownRows rows = new KnownRows();
    private final Map<String, Cooling> cooling = new HashMap<>();

    /**
     * @param until it rests
     * @param said until when the provider wants no call, which may be later
     */
    private record Cooling(long until, long said) {}

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
        rows.addAll(before.rows);
        cooling.putAll(before.cooling);
    }

    /** How long until it is to be used for that model; 0 where it is now. */
    long rest(String model, long now) {
        long rest = isRefused(now) ? refusedUntil - now : 0;
        return Math.max(rest, Math.max(cooling(ALL, now), cooling(model, now)));
    }

    /** The same as {@link #rest}, or longer where the provider said so. */
    long wait(String model, long now) {
        return Math.max(rest(model, now), Math.max(said(ALL, now), said(model, now)));
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
        if (!refused) {
            row = ThreadLocalRandom.current().nextLong();
            var unused = rows.add(row);
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

    /** @param keep models whose rests are never given up for the sake of others */
    boolean cool(String model, long nanos, Set<String> keep, long now) {
        long until = now + Math.min(nanos, LONGEST_COOLING);
        return cool(model, new Cooling(until, now + Math.min(nanos, LONGEST_SAID)), keep, now);
    }

    /** @return whether that is news */
    boolean hear(RestingKey other, Set<String> keep, long now) {
        long longest = other.broken() ? LONGEST_REFUSAL : LONGEST_COOLING;
        long rest = Math.min(TimeUnit.MILLISECONDS.toNanos(other.millis()), longest);
        long until = now + rest;
        if (rest <= ECHO) {
            return false;
        }
        if (!other.broken()) {
            Cooling known = cooling.get(other.model());
            return (known == null || until - known.until() > ECHO)
                    && cool(other.model(), new Cooling(until, until), keep, now);
        }
        if (!rows.add(other.row()) || (isRefused(now) && until - refusedUntil <= ECHO)) {
            return false;
        }
        row = refused ? row : other.row();
        refusal = refused ? Math.max(refusal, FIRST_REFUSAL) : FIRST_REFUSAL;
        refused = true;
        refusals++;
        refusedUntil = until;
        return true;
    }

    List<RestingKey> told(String provider, long now) {
        cooling.values().removeIf(each -> each.until() - now <= 0);
        List<RestingKey> resting = new ArrayList<>();
        if (isRefused(now)) {
            resting.add(new RestingKey(provider, fingerprint, ALL, true, millis(refusedUntil - now), row));
        }
        cooling.forEach((model, each) ->
                resting.add(new RestingKey(provider, fingerprint, model, false, millis(each.until() - now), 0)));
        return resting;
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
    }

    private boolean cool(String model, Cooling next, Set<String> keep, long now) {
        Cooling before = cooling.get(model);
        if (next.until() - now <= 0 || (before != null && next.until() - before.until() <= 0)) {
            return false;
        }
        if (before == null && cooling.size() >= MOST_MODELS) {
            makeRoom(keep, now);
        }
        cooling.put(model, next);
        return true;
    }

    /** The key has just failed for another model: that weighs more than the rest that ends soonest. */
    private void makeRoom(Set<String> keep, long now) {
        cooling.values().removeIf(each -> each.until() - now <= 0);
        if (cooling.size() >= MOST_MODELS) {
            cooling.entrySet().stream()
                    .filter(each ->
                            !keep.contains(each.getKey()) && !each.getKey().equals(ALL))
                    .min(Comparator.comparingLong(each -> each.getValue().until() - now))
                    .ifPresent(soonest -> cooling.remove(soonest.getKey()));
        }
    }

    private long cooling(String model, long now) {
        Cooling known = cooling.get(model);
        return known == null ? 0 : Math.max(0, known.until() - now);
    }

    private long said(String model, long now) {
        Cooling known = cooling.get(model);
        return known == null || known.until() - now <= 0 ? 0 : known.said() - now;
    }
}
