package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Booking;
import io.penstock.shared.limit.counter.Verdict;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this node wants of one subject. Group commit: what comes while a call is on its way goes out
 * with the next. Owner's context only.
 *
 * <p>A call that fails, or is not answered in time, is given up: its demands fail, and the next call
 * tells the state so, which undoes it if it ran and refuses it if it comes late. Where no demand
 * waits, one call goes out for that alone; should it fail too, what the lost call booked stays
 * counted until it leaves the window.
 */
final class SubjectQueue {

    static final int MAX_WAITING = 10_000;
    private static final int MAX_ASKS = 256;
    /** Calls given up but not yet answered, above which a stuck owner gets no more of them. */
    private static final int MAX_UNANSWERED = 4;

    private final String subjectId;
    private final SubjectQueues queues;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private List<Release> releases = new ArrayList<>();
    private @Nullable Flight flight;
    private int unanswered;
    /** The last settled call where a later one was given up; -1 where all are settled. */
    private long settled = -1;

    private boolean mustVoid;

    SubjectQueue(String subjectId, SubjectQueues queues) {
        this.subjectId = subjectId;
        this.queues = queues;
    }

    /** Who waits for a verdict; gets exactly one of these calls, unless it withdraws. */
    interface Asker {
        /** @param index of this demand among those of the verdict, which are its equals */
        void granted(Verdict verdict, int index, long bookedAt);

        void refused(Verdict verdict);

        void failed(QuotasUnavailableException failure);
    }

    record Waiting(Limits limits, Demand demand, Asker asker) {}

    private record Release(Booking booking, Promise<Void> done) {}

    private record Flight(long sequence, List<Ask> asks, List<Waiting> riders, List<Release> releases) {}

    String subjectId() {
        return subjectId;
    }

    void ask(Waiting ask) {
        if (waiting.size() >= MAX_WAITING) {
            ask.asker().failed(new QuotasUnavailableException("too many requests wait for " + subjectId));
            return;
        }
        waiting.add(ask);
        pump();
    }

    /** Takes an ask back, so that its asker hears nothing; false where it has gone out, and is answered. */
    boolean withdraw(Waiting ask) {
        // Asks are withdrawn when their time is up, so oldest first: found near the head.
        return waiting.remove(ask);
    }

    /** Completes when the state has taken it, or may never do so. Never fails. */
    Future<Void> release(Booking booking) {
        Promise<Void> done = Promise.promise();
        releases.add(new Release(booking, done));
        pump();
        return done.future();
    }

    private void pump() {
        if (flight != null || unanswered >= MAX_UNANSWERED) {
            return;
        }
        if (!waiting.isEmpty() || !releases.isEmpty() || mustVoid) {
            send(board());
        } else if (unanswered == 0) {
            queues.retire(this);
        }
    }

    private Flight board() {
        List<Ask> asks = new ArrayList<>();
        List<Waiting> riders = new ArrayList<>(waiting.size());
        Waiting next = waiting.peek();
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
            riders.add(waiting.remove());
            next = waiting.peek();
        }
        Flight boarded = new Flight(queues.nextSequence(), asks, riders, releases);
        releases = new ArrayList<>();
        return boarded;
    }

    private void send(Flight boarded) {
        flight = boarded;
        mustVoid = false;
        unanswered++;
        long acknowledged = settled >= 0 ? settled : boarded.sequence() - 1;
        List<Booking> bookings =
                boarded.releases().stream().map(Release::booking).toList();
        Call call = new Call(queues.caller(), boarded.sequence(), acknowledged, bookings, boarded.asks());
        queues.deadlines().add(() -> giveUp(boarded, "the counters did not answer in time", null));
        queues.submit(subjectId, call, (outcome, failure) -> {
            unanswered--;
            if (flight != boarded) {
                pump();
            } else if (outcome != null) {
                answered(boarded, outcome);
            } else {
                giveUp(boarded, "the counters cannot answer", failure);
            }
        });
    }

    private void answered(Flight landed, Outcome outcome) {
        settled = -1;
        int rider = 0;
        for (int i = 0; i < landed.asks().size(); i++) {
            Verdict verdict = outcome.verdicts().get(i);
            for (int index = 0; index < landed.asks().get(i).count(); index++) {
                Asker asker = landed.riders().get(rider++).asker();
                if (index < verdict.granted()) {
                    asker.granted(verdict, index, outcome.bookedAt());
                } else {
                    asker.refused(verdict);
                }
            }
        }
        over(landed);
    }

    private void giveUp(Flight lost, String why, @Nullable Throwable cause) {
        if (flight != lost) {
            return;
        }
        if (settled < 0) {
            settled = lost.sequence() - 1;
        }
        mustVoid = !lost.riders().isEmpty();
        QuotasUnavailableException failure = new QuotasUnavailableException(why, cause);
        lost.riders().forEach(rider -> rider.asker().failed(failure));
        over(lost);
    }

    // Until here the flight counts as on its way, so that what its riders do next waits for the next call.
    private void over(Flight done) {
        flight = null;
        done.releases().forEach(release -> release.done().complete());
        pump();
    }
}
