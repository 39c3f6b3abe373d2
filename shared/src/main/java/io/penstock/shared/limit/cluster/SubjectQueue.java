package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.counter.Booking;
import io.penstock.shared.limit.ledger.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    /** Calls that Hazelcast still has, given up ones included, above which a stuck owner gets no more. */
    private static final int MAX_UNANSWERED = 4;

    private static final long ALL = -1;

    private final String subjectId;
    private final SubjectQueues queues;
    private final ArrayDeque<Flight.Rider> waiting = new ArrayDeque<>();
    private final List<Flight.Release> releases = new ArrayList<>();
    private @Nullable Flight flight;
    private int unanswered;
    /** The last call before those that were given up since; or {@link #ALL}. */
    private long settled = ALL;
    /** Whether a call that may have booked something was given up, and none has said so yet. */
    private boolean mustVoid;

    SubjectQueue(String subjectId, SubjectQueues queues) {
        this.subjectId = subjectId;
        this.queues = queues;
    }

    String subjectId() {
        return subjectId;
    }

    void ask(Flight.Rider rider) {
        if (waiting.size() >= MAX_WAITING) {
            rider.asker().failed(new QuotasUnavailableException("too many requests wait for " + subjectId));
            return;
        }
        waiting.add(rider);
        pump();
    }

    /** Takes one back, so that its asker hears nothing; false where it has gone out, and is answered. */
    boolean withdraw(Flight.Rider rider) {
        // They are withdrawn when their time is up, so oldest first: found near the head.
        return waiting.remove(rider);
    }

    /** Completes when the state has taken it, or may never do so. Never fails. */
    Future<Void> release(Booking booking) {
        Promise<Void> done = Promise.promise();
        releases.add(new Flight.Release(booking, done));
        pump();
        return done.future();
    }

    private void pump() {
        if (flight != null || unanswered >= MAX_UNANSWERED) {
            return;
        }
        if (!waiting.isEmpty() || !releases.isEmpty() || mustVoid) {
            Flight boarded = Flight.board(queues.nextSequence(), waiting, releases);
            releases.clear();
            mustVoid = false;
            send(boarded);
        } else if (unanswered == 0) {
            queues.retire(this);
        }
    }

    private void send(Flight boarded) {
        flight = boarded;
        unanswered++;
        long dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Deadlines.MILLIS);
        long acknowledged = settled == ALL ? boarded.sequence() - 1 : settled;
        queues.deadlines().add(() -> giveUp(boarded, "the counters did not answer in time", null));
        queues.submit(subjectId, boarded.call(queues.caller(), acknowledged), (outcome, failure) -> {
            unanswered--;
            if (flight != boarded) {
                pump();
            } else if (outcome != null && System.nanoTime() - dueNanos < 0) {
                land(boarded, outcome);
            } else if (outcome != null) {
                // This node was stopped, and its timer with it; the answer may be one without the backups.
                giveUp(boarded, "the counters did not answer in time", null);
            } else {
                giveUp(boarded, "the counters cannot answer", failure);
            }
        });
    }

    // The flight counts as under way until all are told, so that what they do next waits for the next call.

    private void land(Flight landed, Outcome outcome) {
        settled = ALL;
        landed.land(outcome);
        flight = null;
        pump();
    }

    private void giveUp(Flight lost, String why, @Nullable Throwable cause) {
        if (flight != lost) {
            return;
        }
        if (settled == ALL) {
            settled = lost.sequence() - 1;
        }
        mustVoid = !lost.riders().isEmpty();
        lost.lose(new QuotasUnavailableException(why, cause));
        flight = null;
        pump();
    }
}
