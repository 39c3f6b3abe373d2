package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.SubjectOrder;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters of a node without a cluster. Completes at once, on the caller's thread.
 *
 * <p>Several event loops share them: one lock guards the map for the microseconds a decision takes,
 * and nothing is called out to inside it.
 */
public final class LocalQuotas implements Quotas {

    private static final long SWEEP_MILLIS = 60_000;

    private final Clock clock;
    private final Map<String, Counters> subjects = new HashMap<>();
    private long sweptAt;
    private boolean closed;

    public LocalQuotas(Clock clock) {
        this.clock = clock;
        this.sweptAt = clock.millis();
    }

    @Override
    public Future<Admission> admit(List<Subject> asked, Demand demand) {
        List<Subject> limited = SubjectOrder.limitedById(asked);
        return limited.isEmpty() ? Future.succeededFuture(Admission.Granted.UNLIMITED) : decide(limited, demand);
    }

    @Override
    public synchronized Future<List<Standing>> read(List<Subject> asked) {
        List<Standing> standings = new ArrayList<>();
        for (Subject subject : SubjectOrder.limitedById(asked)) {
            Ask ask = new Ask(subject.limits(), Demand.ONE_REQUEST, 0);
            standings.addAll(
                    counters(subject).verdict(ask, 0, clock.millis()).standings(subject, Demand.ONE_REQUEST, 0));
        }
        return Future.succeededFuture(standings);
    }

    @Override
    public synchronized Future<Void> close() {
        closed = true;
        subjects.clear();
        return Future.succeededFuture();
    }

    synchronized int subjects() {
        return subjects.size();
    }

    private synchronized Future<Admission> decide(List<Subject> limited, Demand demand) {
        if (closed) {
            return Future.failedFuture(new QuotasUnavailableException("the limits are closed"));
        }
        long now = clock.millis();
        sweep(now);
        Map<String, Counters> booked = new HashMap<>();
        List<Booked> bookings = new ArrayList<>();
        List<Standing> standings = new ArrayList<>();
        for (Subject subject : limited) {
            Counters.Decision decision = counters(subject).decide(new Ask(subject.limits(), demand, 1), now);
            if (decision.verdict().granted() == 0) {
                return Future.succeededFuture(refusal(limited, demand, now));
            }
            booked.put(subject.id(), decision.counters());
            bookings.add(new Booked(subject, decision.counters().now(now)));
            standings.addAll(decision.verdict().standings(subject, demand, 0));
        }
        subjects.putAll(booked);
        boolean settles = limited.stream().anyMatch(subject -> subject.limits().settles());
        return Future.succeededFuture(
                new Admission.Granted(standings, settles ? new Held(bookings, demand) : Reservation.NONE));
    }

    private Admission.Refused refusal(List<Subject> limited, Demand demand, long now) {
        Refusal refusal = new Refusal(demand);
        for (Subject subject : limited) {
            refusal.asked(subject, counters(subject).verdict(new Ask(subject.limits(), demand, 0), 0, now));
        }
        return refusal.toAdmission();
    }

    private Counters counters(Subject subject) {
        return subjects.getOrDefault(subject.id(), Counters.EMPTY);
    }

    private synchronized void settle(List<Booked> bookings, long more) {
        if (closed) {
            return;
        }
        long now = clock.millis();
        for (Booked booked : bookings) {
            Subject subject = booked.subject();
            Counters after = counters(subject).change(booked.bookedAt(), Units.ofTokens(subject.limits(), more), now);
            boolean permit = subject.limits().has(LimitKind.CONCURRENT_REQUESTS);
            subjects.put(subject.id(), after.withRunning(after.running() - (permit ? 1 : 0)));
        }
    }

    /** Forgets the subjects that have been idle for their windows' length. */
    private void sweep(long now) {
        if (Math.abs(now - sweptAt) >= SWEEP_MILLIS) {
            sweptAt = now;
            subjects.values().removeIf(counters -> counters.isFree(now));
        }
    }

    private record Booked(Subject subject, long bookedAt) {}

    private final class Held implements Reservation {

        private final List<Booked> bookings;
        private final Demand demand;
        private boolean settled;

        Held(List<Booked> bookings, Demand demand) {
            this.bookings = bookings;
            this.demand = demand;
        }

        @Override
        public Future<Void> settle(long tokens) {
            synchronized (LocalQuotas.this) {
                if (!settled) {
                    settled = true;
                    LocalQuotas.this.settle(bookings, tokens - demand.tokens());
                }
            }
            return Future.succeededFuture();
        }
    }
}
