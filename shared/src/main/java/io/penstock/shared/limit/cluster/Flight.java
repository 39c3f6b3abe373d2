package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Verdict;
import io.penstock.shared.limit.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One call and who rides on it. Owner's context only.
 *
 * @param dueNanos until when it must be answered, on {@link System#nanoTime}'s clock
 * @param riders in the order of the asks, as many as these count together; a probe's ask counts none
 *     and has one rider
 * @param corrections taken along: the oldest of those that wait
 */
record Flight(long sequence, long dueNanos, List<Ask> asks, List<Rider> riders, int corrections) {

    private static final int MAX_ASKS = 256;
    /** What one call can carry; the rest waits for the next. */
    private static final int MAX_CORRECTIONS = 1024;

    /**
     * Someone who waits for a verdict.
     *
     * @param probe only asks how things stand
     */
    record Rider(Limits limits, Demand demand, boolean probe, Asker asker) {

        Ask ask() {
            return new Ask(limits, demand, probe ? 0 : 1);
        }

        boolean takesPermit() {
            return !probe && limits.has(LimitKind.CONCURRENT_REQUESTS);
        }
    }

    /** Gets exactly one of these calls. */
    interface Asker {
        /** @param index of this demand among the verdict's, which are all alike */
        void granted(Verdict verdict, int index, long bookedAt);

        /** Nothing is booked: there was no room, or it was only asked. */
        void told(Verdict verdict);

        void failed(QuotasUnavailableException failure);
    }

    /** Takes from the head of the queue all that one call can carry. */
    static Flight board(long sequence, Queue<Rider> queue, int corrections) {
        List<Ask> asks = new ArrayList<>();
        List<Rider> riders = new ArrayList<>(queue.size());
        Rider next = queue.peek();
        while (next != null) {
            Ask one = next.ask();
            int last = asks.size() - 1;
            boolean joins = last >= 0
                    && one.count() > 0
                    && asks.get(last).count() > 0
                    && asks.get(last).isAlike(one);
            if (joins) {
                asks.set(last, one.withCount(asks.get(last).count() + 1));
            } else if (asks.size() < MAX_ASKS) {
                asks.add(one);
            } else {
                break;
            }
            riders.add(queue.remove());
            next = queue.peek();
        }
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Deadlines.MILLIS);
        return new Flight(sequence, due, asks, riders, Math.min(corrections, MAX_CORRECTIONS));
    }

    /** Whether it may have booked something. */
    boolean mayBook() {
        return riders.stream().anyMatch(rider -> !rider.probe());
    }

    int permitsGranted(Outcome outcome) {
        int permits = 0;
        for (int i = 0; i < asks.size(); i++) {
            boolean counted = asks.get(i).limits().has(LimitKind.CONCURRENT_REQUESTS);
            permits += counted ? outcome.verdicts().get(i).granted() : 0;
        }
        return permits;
    }

    void land(Outcome outcome) {
        int rider = 0;
        for (int i = 0; i < asks.size(); i++) {
            Verdict verdict = outcome.verdicts().get(i);
            for (int index = 0; index < Math.max(1, asks.get(i).count()); index++) {
                Asker asker = riders.get(rider++).asker();
                if (index < verdict.granted()) {
                    asker.granted(verdict, index, outcome.bookedAt());
                } else {
                    asker.told(verdict);
                }
            }
        }
    }

    void lose(QuotasUnavailableException failure) {
        riders.forEach(rider -> rider.asker().failed(failure));
    }
}
