package io.penstock.shared.limit.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.counter.Booking;
import io.penstock.shared.limit.counter.Verdict;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One admission: asks its subjects one after the other, and gives back what it holds, in reverse,
 * when one of them refuses or cannot answer. Owner's context only.
 */
final class Attempt implements Flight.Asker {

    private final SubjectQueues queues;
    private final List<Subject> subjects;
    private final Demand demand;
    private final Completable<Admission> answer;
    private final List<Booking> held = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();
    private Flight.@Nullable Rider asking;
    private Admission.@Nullable Refused refusal;
    private boolean answered;

    /** @param subjects in the order to ask them; not empty */
    Attempt(SubjectQueues queues, List<Subject> subjects, Demand demand, Completable<Admission> answer) {
        this.queues = queues;
        this.subjects = subjects;
        this.demand = demand;
        this.answer = answer;
    }

    void start() {
        queues.deadlines().add(this::expire);
        askNext();
    }

    @Override
    public void granted(Verdict verdict, int index, long bookedAt) {
        asking = null;
        Subject subject = current();
        held.add(new Booking(new Ask(subject.limits(), demand, 1), bookedAt));
        standings.addAll(verdict.standings(subject, demand, index));
        if (answered) {
            releaseHeld();
        } else if (held.size() < subjects.size()) {
            askNext();
        } else {
            answer(new Admission.Granted(standings), null);
        }
    }

    /** The refusal is told when the others' counters are back: whoever sees it finds them unchanged. */
    @Override
    public void refused(Verdict verdict) {
        asking = null;
        refusal = verdict.refusal(current());
        Future.join(releaseHeld()).onComplete(done -> answer(refusal, null));
    }

    @Override
    public void failed(QuotasUnavailableException failure) {
        asking = null;
        releaseHeld();
        answer(null, failure);
    }

    private void askNext() {
        Subject subject = current();
        asking = new Flight.Rider(subject.limits(), demand, this);
        queues.of(subject.id()).ask(asking);
    }

    /** The one that is being asked: those before it are held. */
    private Subject current() {
        return subjects.get(held.size());
    }

    private void expire() {
        if (answered) {
            return;
        }
        if (refusal != null) {
            answer(refusal, null);
            return;
        }
        answer(null, new QuotasUnavailableException("the counters did not answer in time"));
        // An ask that is under way is answered within a call's time; what is held goes back then.
        if (asking != null && queues.of(current().id()).withdraw(asking)) {
            releaseHeld();
        }
    }

    @CanIgnoreReturnValue
    private List<Future<Void>> releaseHeld() {
        List<Future<Void>> released = new ArrayList<>();
        while (!held.isEmpty()) {
            int last = held.size() - 1;
            released.add(queues.of(subjects.get(last).id()).release(held.remove(last)));
        }
        return released;
    }

    private void answer(@Nullable Admission admission, @Nullable Throwable failure) {
        if (!answered) {
            answered = true;
            answer.complete(admission, failure);
        }
    }
}
