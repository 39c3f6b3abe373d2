package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasUnavailableException;
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
        List<Standing> standings = new ArrayList<>();
        for (Subject subject : limited) {
            Counters counters = subjects.getOrDefault(subject.id(), Counters.EMPTY);
            Counters.Decision decision = counters.decide(new Ask(subject.limits(), demand, 1), now);
            if (decision.verdict().granted() == 0) {
                return Future.succeededFuture(decision.verdict().refusal(subject));
            }
            booked.put(subject.id(), decision.counters());
            standings.addAll(decision.verdict().standings(subject, demand, 0));
        }
        subjects.putAll(booked);
        return Future.succeededFuture(new Admission.Granted(standings));
    }

    /** Forgets the subjects that have been idle for their windows' length. */
    private void sweep(long now) {
        if (Math.abs(now - sweptAt) >= SWEEP_MILLIS) {
            sweptAt = now;
            subjects.values().removeIf(counters -> counters.isFree(now));
        }
    }
}
