package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.counter.Refusal;
import io.penstock.shared.limit.counter.Units;
import io.penstock.shared.limit.counter.Verdict;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** What one request has booked so far: to be taken back, or settled. Owner's context only, but for {@link #settle}. */
final class Bookings implements Reservation {

    private final Context owner;
    private final SubjectQueues queues;
    private final Demand demand;
    private final List<Booking> held = new ArrayList<>();

    /** @param index of the demand among the verdict's */
    private record Booking(Subject subject, Verdict verdict, int index, long bookedAt) {}

    Bookings(Context owner, SubjectQueues queues, Demand demand) {
        this.owner = owner;
        this.queues = queues;
        this.demand = demand;
    }

    void add(Subject subject, Verdict verdict, int index, long bookedAt) {
        held.add(new Booking(subject, verdict, index, bookedAt));
    }

    /** Right after each was booked. */
    List<Standing> standings() {
        List<Standing> standings = new ArrayList<>();
        for (Booking booking : held) {
            int later = booking.verdict().granted() - 1 - booking.index();
            standings.addAll(booking.verdict().standings(booking.subject(), demand, later));
        }
        return standings;
    }

    /** What a refusal says of subjects that had room. */
    void tell(Refusal refusal) {
        held.forEach(booking -> refusal.booked(booking.subject(), booking.verdict(), booking.index()));
    }

    /** Takes all back, the last one first. Completes when the counters are as they were; never fails. */
    Future<Void> release() {
        List<Future<Void>> released = new ArrayList<>();
        while (!held.isEmpty()) {
            Booking last = held.remove(held.size() - 1);
            Units booked = Units.of(last.subject().limits(), demand);
            released.add(correct(last, booked.negated()));
        }
        return Future.join(released).mapEmpty();
    }

    @Override
    public Future<Void> settle(long tokens) {
        Promise<Void> done = Promise.promise();
        owner.runOnContext(v -> {
            List<Future<Void>> settled = new ArrayList<>();
            for (Booking booking : held) {
                if (booking.subject().limits().settles()) {
                    Units more = Units.ofTokens(booking.subject().limits(), tokens - demand.tokens());
                    settled.add(correct(booking, more));
                }
            }
            held.clear();
            Future.join(settled).onComplete(all -> done.complete());
        });
        return done.future();
    }

    private Future<Void> correct(Booking booking, Units by) {
        Subject subject = booking.subject();
        boolean permit = subject.limits().has(LimitKind.CONCURRENT_REQUESTS);
        return queues.of(subject.id()).correct(booking.bookedAt(), by, permit);
    }
}
