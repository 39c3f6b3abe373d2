package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Booking;
import io.penstock.shared.limit.counter.Verdict;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

/**
 * One call and who rides on it. Owner's context only.
 *
 * @param riders in the order of the asks, as many as these count together
 */
record Flight(long sequence, List<Ask> asks, List<Rider> riders, List<Release> releases) {

    private static final int MAX_ASKS = 256;

    /** A demand that waits for a verdict. */
    record Rider(Limits limits, Demand demand, Asker asker) {}

    /** A booking to take back, and who wants to know when. */
    record Release(Booking booking, Promise<Void> done) {}

    /** Gets exactly one of these calls. */
    interface Asker {
        /** @param index of this demand among the verdict's, which are all alike */
        void granted(Verdict verdict, int index, long bookedAt);

        void refused(Verdict verdict);

        void failed(QuotasUnavailableException failure);
    }

    /** Takes along all releases, and from the head of the queue all that one call can carry. */
    static Flight board(long sequence, Queue<Rider> queue, List<Release> releases) {
        List<Ask> asks = new ArrayList<>();
        List<Rider> riders = new ArrayList<>(queue.size());
        Rider next = queue.peek();
        while (next != null) {
            Ask one = new Ask(next.limits(), next.demand(), 1);
            int last = asks.size() - 1;
            if (last >= 0 && asks.get(last).isAlike(one)) {
                asks.set(last, one.withCount(asks.get(last).count() + 1));
            } else if (asks.size() < MAX_ASKS) {
                asks.add(one);
            } else {
                break;
            }
            riders.add(queue.remove());
            next = queue.peek();
        }
        return new Flight(sequence, asks, riders, List.copyOf(releases));
    }

    Call call(UUID caller, long acknowledged) {
        List<Booking> bookings = releases.stream().map(Release::booking).toList();
        return new Call(caller, sequence, acknowledged, bookings, asks);
    }

    void land(Outcome outcome) {
        int rider = 0;
        for (int i = 0; i < asks.size(); i++) {
            Verdict verdict = outcome.verdicts().get(i);
            for (int index = 0; index < asks.get(i).count(); index++) {
                Asker asker = riders.get(rider++).asker();
                if (index < verdict.granted()) {
                    asker.granted(verdict, index, outcome.bookedAt());
                } else {
                    asker.refused(verdict);
                }
            }
        }
        releases.forEach(release -> release.done().complete());
    }

    /** What has become of its releases is not known either; nothing more can be done for them. */
    void lose(QuotasUnavailableException failure) {
        riders.forEach(rider -> rider.asker().failed(failure));
        releases.forEach(release -> release.done().complete());
    }
}
