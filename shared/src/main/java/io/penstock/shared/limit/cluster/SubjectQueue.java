package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.counter.Units;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this node wants of one subject, and the permits it holds there. Group commit: what comes while
 * a call is on its way goes out with the next. Owner's context only.
 *
 * <p>A call that fails, or is not answered in time, is given up: its demands fail, and the next call
 * tells the state so, which undoes it if it ran and refuses it if it comes late. Where no demand
 * waits, one call goes out for that alone, and once a second another until one is answered. Corrections
 * and the number of held permits go out with every call until one that carried them is answered.
 */
final class SubjectQueue {

    static final int MAX_WAITING = 10_000;
    /** Calls that Hazelcast still has, given up ones included, above which a stuck owner gets no more. */
    private static final int MAX_UNANSWERED = 4;

    private static final long ALL = -1;
    private static final long RESTATE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String subjectId;
    private final SubjectQueues queues;
    private final ArrayDeque<Flight.Rider> waiting = new ArrayDeque<>();
    private final Corrections corrections = new Corrections();
    private int held;
    private @Nullable Flight flight;
    private int unanswered;
    /** The last call before those that were given up since; or {@link #ALL}. */
    private long settled = ALL;
    /** Whether the state may have something of ours that is not so, and no call is there to say what is. */
    private boolean unsure;
    /** The last call was lost: until the next tick only demands are worth another. */
    private boolean resting;

    private long statedAt;

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

    /**
     * Corrects a booking, and gives back its permit where it has one. Completes when the state has
     * taken it, or may never do so. Never fails.
     */
    Future<Void> correct(long bookedAt, Units by, boolean permit) {
        held -= permit ? 1 : 0;
        Future<Void> taken = corrections.add(queues.nextOrdinal(), bookedAt, by);
        pump();
        return taken;
    }

    /** About once a second: tries again what could not be delivered, and says again what is held. */
    void tick(long nowNanos) {
        resting = false;
        if (flight == null) {
            corrections.forgetOld(nowNanos);
        }
        if (held > 0 && nowNanos - statedAt > RESTATE_NANOS) {
            unsure = true;
        }
        pump();
    }

    /** The state may have forgotten what this node holds, or know it under another name. */
    void restate() {
        unsure |= held > 0;
        pump();
    }

    boolean isFree() {
        return flight == null && unanswered == 0 && waiting.isEmpty();
    }

    /** A call for this rider alone, for its caller to send. Only while the queue {@link #isFree}. */
    Flight boardAlone(Flight.Rider rider) {
        waiting.add(rider);
        return board();
    }

    private void pump() {
        if (flight != null || unanswered >= MAX_UNANSWERED) {
            return;
        }
        boolean news = unsure || !corrections.isEmpty();
        if (!waiting.isEmpty() || news && !resting) {
            Flight boarded = board();
            queues.submit(
                    subjectId,
                    call(boarded),
                    (outcome, failure, arrived) -> answered(boarded, outcome, failure, arrived));
        } else if (unanswered == 0 && held == 0 && !news) {
            queues.retire(this);
        }
    }

    private Flight board() {
        Flight boarded = Flight.board(queues.nextSequence(), waiting, corrections.size());
        flight = boarded;
        unanswered++;
        unsure = false;
        queues.deadlines().add(() -> giveUp(boarded, "the counters did not answer in time", null));
        return boarded;
    }

    Call call(Flight boarded) {
        long acknowledged = settled == ALL ? boarded.sequence() - 1 : settled;
        return new Call(
                queues.caller(),
                boarded.sequence(),
                acknowledged,
                held,
                corrections.first(boarded.corrections()),
                boarded.asks());
    }

    void answered(Flight boarded, @Nullable Outcome outcome, @Nullable Throwable failure, long arrivedNanos) {
        unanswered--;
        if (flight != boarded) {
            pump();
        } else if (outcome != null && arrivedNanos - boarded.dueNanos() < 0) {
            land(boarded, outcome);
        } else if (outcome != null) {
            // This node was stopped, and its timer with it; the answer may be one without the backups.
            giveUp(boarded, "the counters did not answer in time", null);
        } else {
            giveUp(boarded, "the counters cannot answer", failure);
        }
    }

    // The flight counts as under way until all are told, so that what they do next waits for the next call.

    private void land(Flight landed, Outcome outcome) {
        settled = ALL;
        statedAt = System.nanoTime();
        held += landed.permitsGranted(outcome);
        corrections.taken(landed.corrections());
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
        unsure = true;
        // A call that only told the state of others has failed as well: no use in another at once.
        resting = !lost.mayBook();
        lost.lose(new QuotasUnavailableException(why, cause));
        flight = null;
        pump();
    }
}
