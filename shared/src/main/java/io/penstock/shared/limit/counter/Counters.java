package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
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

    public static final Counters EMPTY = new Counters(Long.MIN_VALUE, Map.of());

    private static final List<LimitKind> KINDS = List.of(LimitKind.values());

    private final long latest;
    /** Without empty ones. */
    private final Map<LimitKind, Window> windows;

    Counters(long latest, Map<LimitKind, Window> windows) {
        this.latest = latest;
        this.windows = windows;
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
        long now = now(clock);
        long behind = now - clock;
        List<Reading> readings = new ArrayList<>(KINDS.size());
        for (LimitKind kind : limited(ask.limits())) {
            Window window = window(kind);
            long limit = ask.limits().of(kind);
            long reset = window.millisUntilFree(now);
            long wait = granted == ask.count()
                    ? 0
                    : window.millisUntilFits(now, ask.demand().of(kind), limit);
            readings.add(new Reading(kind, limit, window.used(now), plus(reset, behind), plus(wait, behind)));
        }
        return new Verdict(granted, readings);
    }

    /** Takes back what is still counted of a booking. To be called once for a booking. */
    public Counters release(Booking booking) {
        Ask ask = booking.ask();
        Map<LimitKind, Window> rest = copy();
        for (LimitKind kind : limited(ask.limits())) {
            Window window = window(kind)
                    .release(booking.bookedAt(), ask.count() * ask.demand().of(kind));
            if (window.isEmpty()) {
                rest.remove(kind);
            } else {
                rest.put(kind, window);
            }
        }
        return rest.equals(windows) ? this : new Counters(latest, rest);
    }

    /** True when nothing counts any more, so that these counters may be forgotten. */
    public boolean isFree(long clock) {
        long now = now(clock);
        return windows.values().stream().allMatch(window -> window.used(now) == 0);
    }

    /** How long from now anything may count, at most, if nothing more is booked. */
    public long spanMillis() {
        return windows.keySet().stream()
                .mapToLong(kind -> WindowSize.of(kind).spanMillis())
                .max()
                .orElse(0);
    }

    private int fitting(Ask ask, long now) {
        long fitting = ask.count();
        for (LimitKind kind : limited(ask.limits())) {
            long free = Math.max(0, ask.limits().of(kind) - window(kind).used(now));
            fitting = Math.min(fitting, free / ask.demand().of(kind));
        }
        return (int) fitting;
    }

    private Counters book(Ask ask, long now) {
        Map<LimitKind, Window> booked = copy();
        for (LimitKind kind : limited(ask.limits())) {
            booked.put(kind, window(kind).book(now, ask.count() * ask.demand().of(kind)));
        }
        return new Counters(now, booked);
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

    private static List<LimitKind> limited(Limits limits) {
        return KINDS.stream().filter(limits::has).toList();
    }

    private static long plus(long wait, long behind) {
        return wait == 0 || wait == Window.FOREVER ? wait : wait + behind;
    }
}
