package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.LimitKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All counters of one subject. Immutable; what is not limited is not counted.
 *
 * <p>The clock may be set, or be another node's after a failover. Time forward is taken as it
 * comes; before the latest booking it stands still until the clock has caught up, so that a clock
 * set back never frees anything early. Only bookings move {@link #latest()}: what a refusal saw
 * bears on nothing that is counted. Waits are of the clock as it is, so they cover the catching up.
 */
public final class Counters {

    public static final Counters EMPTY = new Counters(Long.MIN_VALUE, Map.of(), 0);

    /** When to ask again for a permit: nobody knows when a request will end. */
    static final long PERMIT_WAIT_MILLIS = 1_000;

    private static final List<LimitKind> KINDS = List.of(LimitKind.values());

    private final long latest;
    /** Without empty ones. */
    private final Map<LimitKind, Window> windows;

    private final long running;

    private Counters(long latest, Map<LimitKind, Window> windows, long running) {
        this.latest = latest;
        this.windows = windows;
        this.running = running;
    }

    static Counters of(long latest, Map<LimitKind, Window> windows) {
        return new Counters(latest, windows, 0);
    }

    /** The counters after an ask, and what became of it. */
    public record Decision(Counters counters, Verdict verdict) {}

    /** Time of the latest booking, milliseconds. */
    long latest() {
        return latest;
    }

    Map<LimitKind, Window> windows() {
        return Collections.unmodifiableMap(windows);
    }

    /** Requests that run, where they are limited: permits given out and not returned. */
    public long running() {
        return running;
    }

    /** Who holds permits is known outside of here. */
    public Counters withRunning(long now) {
        return now == running ? this : new Counters(latest, windows, now);
    }

    /** The time at which something is booked when the clock shows {@code clock}. */
    public long now(long clock) {
        return Math.max(clock, latest);
    }

    /** Books as many of the ask's demands as fit all its limits. */
    public Decision decide(Ask ask, long clock) {
        int granted = fitting(ask, now(clock));
        Counters after = granted == 0 ? this : book(ask.withCount(granted), now(clock));
        return new Decision(after, after.verdict(ask, granted, clock));
    }

    /** Says what is known now about an ask decided before. */
    public Verdict verdict(Ask ask, int granted, long clock) {
        List<Reading> readings = new ArrayList<>(KINDS.size());
        for (LimitKind kind : KINDS) {
            if (!ask.limits().has(kind)) {
                continue;
            }
            long limit = ask.limits().of(kind);
            readings.add(
                    WindowSize.isOf(kind)
                            ? read(kind, limit, ask.demand().of(kind), clock)
                            : new Reading(kind, limit, running, 0, permitWait(limit)));
        }
        return new Verdict(granted, readings);
    }

    /**
     * Corrects what was booked. Less is taken from where it was booked, as far as that still counts;
     * more counts from now on, as it becomes known only now.
     */
    public Counters change(long bookedAt, Units by, long clock) {
        if (by.isNone()) {
            return this;
        }
        Map<LimitKind, Window> changed = copy();
        boolean booked = false;
        for (LimitKind kind : KINDS) {
            long units = by.of(kind);
            if (units > 0) {
                changed.put(kind, window(kind).book(now(clock), units));
                booked = true;
            } else if (units < 0) {
                put(changed, kind, window(kind).release(bookedAt, -units));
            }
        }
        if (changed.equals(windows)) {
            return this;
        }
        return new Counters(booked ? now(clock) : latest, changed, running);
    }

    /** True when nothing counts any more, so that these counters may be forgotten. */
    public boolean isFree(long clock) {
        long now = now(clock);
        return running == 0 && windows.values().stream().allMatch(window -> window.used(now) == 0);
    }

    /** How long from now anything may count in a window, at most, if nothing more is booked. */
    public long spanMillis() {
        return windows.keySet().stream()
                .mapToLong(kind -> WindowSize.of(kind).spanMillis())
                .max()
                .orElse(0);
    }

    private int fitting(Ask ask, long now) {
        long fitting = ask.count();
        for (LimitKind kind : KINDS) {
            long amount = ask.demand().of(kind);
            if (amount > 0 && ask.limits().has(kind)) {
                long used = WindowSize.isOf(kind) ? window(kind).used(now) : running;
                fitting = Math.min(fitting, Math.max(0, ask.limits().of(kind) - used) / amount);
            }
        }
        return (int) fitting;
    }

    private Counters book(Ask ask, long now) {
        Map<LimitKind, Window> booked = copy();
        Units units = Units.of(ask.limits(), ask.demand()).times(ask.count());
        for (LimitKind kind : KINDS) {
            if (units.of(kind) > 0) {
                booked.put(kind, window(kind).book(now, units.of(kind)));
            }
        }
        boolean permits = ask.limits().has(LimitKind.CONCURRENT_REQUESTS);
        return new Counters(now, booked, running + (permits ? ask.count() : 0));
    }

    private Reading read(LimitKind kind, long limit, long amount, long clock) {
        Window window = window(kind);
        long now = now(clock);
        long behind = now - clock;
        return new Reading(
                kind,
                limit,
                window.used(now),
                plus(window.millisUntilFree(now), behind),
                plus(window.millisUntilFits(now, amount, limit), behind));
    }

    private long permitWait(long limit) {
        if (limit == 0) {
            return Window.FOREVER;
        }
        return running < limit ? 0 : PERMIT_WAIT_MILLIS;
    }

    private Window window(LimitKind kind) {
        Window window = windows.get(kind);
        return window == null ? Window.empty(WindowSize.of(kind)) : window;
    }

    private Map<LimitKind, Window> copy() {
        Map<LimitKind, Window> copy = new EnumMap<>(LimitKind.class);
        copy.putAll(windows);
        return copy;
    }

    private static void put(Map<LimitKind, Window> windows, LimitKind kind, Window window) {
        if (window.isEmpty()) {
            windows.remove(kind);
        } else {
            windows.put(kind, window);
        }
    }

    private static long plus(long wait, long behind) {
        return wait == 0 || wait == Window.FOREVER ? wait : wait + behind;
    }
}
