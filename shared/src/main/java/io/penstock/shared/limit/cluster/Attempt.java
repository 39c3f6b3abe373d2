package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.counter.Refusal;
import io.penstock.shared.limit.counter.Verdict;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One admission: asks its subjects one after the other, and gives back what it holds, in reverse,
 * when one of them refuses or cannot answer. The fixed order keeps competing requests from refusing
 * each other where one of them would fit. Owner's context only.
 */
final class Attempt implements Flight.Asker {

    private final SubjectQueues queues;
    private final List<Subject> subjects;
    private final Demand demand;
    private final Completable<Admission> answer;
    private final Bookings held;
    private Flight.@Nullable Rider asking;
    private @Nullable Refusal refusal;
    private Future<Void> released = Future.succeededFuture();
    /** Subjects that have answered. */
    private int asked;

    private boolean allAtOnce;
    private boolean answered;

    /** @param subjects in the order to ask them; not empty */
    Attempt(SubjectQueues queues, List<Subject> subjects, Demand demand, Bookings held, Completable<Admission> answer) {
        this.queues = queues;
        this.subjects = subjects;
        this.demand = demand;
        this.held = held;
        this.answer = answer;
    }

    void start() {
        queues.deadlines().add(this::expire);
        Chain chain = Chain.board(queues, subjects, demand, this);
        if (chain == null) {
            askNext();
        } else {
            allAtOnce = true;
            chain.send();
        }
    }

    @Override
    public void granted(Verdict verdict, int index, long bookedAt) {
        asking = null;
        held.add(subjects.get(asked), verdict, index, bookedAt);
        asked++;
        if (answered) {
            released = held.release();
        } else {
            proceed();
        }
    }

    /**
     * The later subjects are asked too, how long they are full: whoever waits as long as he is told
     * must not be refused by the next.
     */
    @Override
    public void told(Verdict verdict) {
        asking = null;
        if (refusal == null) {
            refusal = new Refusal(demand);
            held.tell(refusal);
            released = held.release();
        }
        refusal.asked(subjects.get(asked), verdict);
        asked++;
        if (!answered) {
            proceed();
        }
    }

    @Override
    public void failed(QuotasUnavailableException failure) {
        asking = null;
        if (refusal == null) {
            released = held.release();
            answer(null, failure);
        } else {
            answerRefusal();
        }
    }

    private void proceed() {
        if (asked < subjects.size()) {
            if (!allAtOnce) {
                askNext();
            }
        } else if (refusal == null) {
            boolean settles =
                    subjects.stream().anyMatch(subject -> subject.limits().settles());
            answer(new Admission.Granted(held.standings(), settles ? held : Reservation.NONE), null);
        } else {
            answerRefusal();
        }
    }

    private void askNext() {
        Subject next = subjects.get(asked);
        asking = new Flight.Rider(next.limits(), demand, refusal != null, this);
        queues.of(next.id()).ask(asking);
    }

    private void expire() {
        if (answered) {
            return;
        }
        if (refusal != null) {
            answer(refusal.toAdmission(), null);
            return;
        }
        answer(null, new QuotasUnavailableException("the counters did not answer in time"));
        // An ask that is under way is answered within a call's time; what is held goes back then.
        if (asking != null && queues.of(subjects.get(asked).id()).withdraw(asking)) {
            released = held.release();
        }
    }

    /** Told when what was held is back: whoever sees it finds all counters unchanged. */
    private void answerRefusal() {
        Refusal refused = refusal;
        if (refused != null) {
            released.onComplete(done -> answer(refused.toAdmission(), null));
        }
    }

    private void answer(@Nullable Admission admission, @Nullable Throwable failure) {
        if (!answered) {
            answered = true;
            answer.complete(admission, failure);
        }
    }
}
