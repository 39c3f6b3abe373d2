package io.penstock.shared.limit.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.IMap;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of one request to their subjects, on the member that keeps them: on a thread of its
 * executor, which may wait for the partitions' threads. A partition that has moved meanwhile costs a
 * round trip, and nothing else.
 */
final class ChainTask implements Callable<List<Outcome>>, HazelcastInstanceAware, Serializable {

    private static final long serialVersionUID = 1L;

    private final transient List<String> subjectIds;
    private final transient List<Call> calls;
    private final transient UUID caller;
    private transient @Nullable HazelcastInstance member;

    ChainTask(List<String> subjectIds, List<Call> calls, UUID caller) {
        this.subjectIds = subjectIds;
        this.calls = calls;
        this.caller = caller;
    }

    List<String> subjectIds() {
        return subjectIds;
    }

    List<Call> calls() {
        return calls;
    }

    UUID caller() {
        return caller;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        member = instance;
    }

    @Override
    public List<Outcome> call() {
        if (member == null) {
            throw new IllegalStateException("runs on a member only");
        }
        IMap<String, QuotaState> map = QuotaMap.of(member);
        Departures departures = QuotaMap.departuresOf(member);
        if (departures.settlingNanos() > 0) {
            throw new NoAnswerException("a member has just left");
        }
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        boolean refused = false;
        for (int i = 0; i < calls.size(); i++) {
            Call call = refused ? calls.get(i).probing() : calls.get(i);
            // The backups answer this member, not the caller.
            Set<Member> before = departures.members();
            Outcome outcome = map.executeOnKey(subjectIds.get(i), new QuotaCall(call, caller));
            departures.requireAll(before);
            outcomes.add(outcome);
            refused |= !outcome.grants();
        }
        return outcomes;
    }
}
