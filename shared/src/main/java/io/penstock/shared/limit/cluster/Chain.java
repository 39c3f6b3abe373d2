package io.penstock.shared.limit.cluster;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one request to all its subjects, in one round trip. For subjects that one member keeps
 * and of which nothing is on its way: under load, calls shared with others cost less than this saves.
 * Owner's context only.
 */
record Chain(SubjectQueues queues, List<String> subjectIds, List<Flight> flights) {

    /** Null where the subjects must be asked one by one. */
    static @Nullable Chain board(SubjectQueues queues, List<Subject> subjects, Demand demand, Flight.Asker asker) {
        if (subjects.size() < 2) {
            return null;
        }
        List<String> ids = subjects.stream().map(Subject::id).toList();
        if (!ids.stream().allMatch(queues::isFree) || !queues.isOneOwner(ids)) {
            return null;
        }
        List<Flight> flights = new ArrayList<>(ids.size());
        for (Subject subject : subjects) {
            Flight.Rider rider = new Flight.Rider(subject.limits(), demand, false, asker);
            flights.add(queues.of(subject.id()).boardAlone(rider));
        }
        return new Chain(queues, ids, flights);
    }

    void send() {
        List<Call> calls = new ArrayList<>(flights.size());
        for (int i = 0; i < flights.size(); i++) {
            calls.add(queues.of(subjectIds.get(i)).call(flights.get(i)));
        }
        queues.submitChain(subjectIds, calls, this::answered);
    }

    private void answered(@Nullable List<Outcome> outcomes, @Nullable Throwable failure, long arrivedNanos) {
        for (int i = 0; i < flights.size(); i++) {
            Outcome outcome = outcomes == null ? null : outcomes.get(i);
            queues.of(subjectIds.get(i)).answered(flights.get(i), outcome, failure, arrivedNanos);
        }
    }
}
