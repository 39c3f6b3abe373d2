package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.counter.Verdict;
import io.vertx.core.Completable;
import java.util.ArrayList;
import java.util.List;

/** Asks many subjects how they stand, all at once. Fails if one cannot answer. Owner's context only. */
final class Survey {

    private final SubjectQueues queues;
    private final List<Subject> subjects;
    private final Completable<List<Standing>> answer;
    private final List<List<Standing>> standings = new ArrayList<>();
    private int missing;
    private boolean failed;

    Survey(SubjectQueues queues, List<Subject> subjects, Completable<List<Standing>> answer) {
        this.queues = queues;
        this.subjects = subjects;
        this.answer = answer;
        this.missing = subjects.size();
    }

    void start() {
        for (int i = 0; i < subjects.size(); i++) {
            standings.add(List.of());
            Subject subject = subjects.get(i);
            queues.of(subject.id())
                    .ask(new Flight.Rider(subject.limits(), Demand.ONE_REQUEST, true, new One(subject, i)));
        }
    }

    private final class One implements Flight.Asker {

        private final Subject subject;
        private final int place;

        One(Subject subject, int place) {
            this.subject = subject;
            this.place = place;
        }

        @Override
        public void granted(Verdict verdict, int index, long bookedAt) {
            throw new IllegalStateException("a probe is never granted");
        }

        @Override
        public void told(Verdict verdict) {
            standings.set(place, verdict.standings(subject, Demand.ONE_REQUEST, 0));
            if (--missing == 0 && !failed) {
                answer.succeed(standings.stream().flatMap(List::stream).toList());
            }
        }

        @Override
        public void failed(QuotasUnavailableException failure) {
            missing--;
            if (!failed) {
                failed = true;
                answer.fail(failure);
            }
        }
    }
}
