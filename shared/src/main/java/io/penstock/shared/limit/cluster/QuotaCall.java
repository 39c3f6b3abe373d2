package io.penstock.shared.limit.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.services.NodeAware;
import com.hazelcast.map.EntryProcessor;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Moment;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call to the subject's state. Runs on the partition's thread of the owning member, and
 * again on the next owner if that one dies; the state answers a call that it has taken from memory.
 *
 * <p>The clock is the owner's, set right by the cluster's time: so the next owner's, should its own
 * be wrong, does not free units early. A call that changes nothing, a refusal, stores nothing and
 * costs no backup.
 */
final class QuotaCall implements EntryProcessor<String, QuotaState, Outcome>, HazelcastInstanceAware, NodeAware {

    private static final long serialVersionUID = 1L;

    private final transient Call call;
    private final transient UUID caller;
    private transient @Nullable HazelcastInstance owner;
    private transient @Nullable Node node;
    private transient @Nullable StoreState result;

    /** @param caller the member that calls, and whose the permits are */
    QuotaCall(Call call, UUID caller) {
        this.call = call;
        this.caller = caller;
    }

    Call call() {
        return call;
    }

    UUID caller() {
        return caller;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance member) {
        owner = member;
    }

    @Override
    public void setNode(Node owningNode) {
        node = owningNode;
    }

    @Override
    public Outcome process(Map.Entry<String, QuotaState> entry) {
        if (owner == null || node == null) {
            throw new IllegalStateException("runs on a member only");
        }
        Set<UUID> present =
                owner.getCluster().getMembers().stream().map(Member::getUuid).collect(Collectors.toSet());
        // Hazelcast's own check lags behind its list of members, and needs no backup from one that left.
        if (present.size() < QuotaMap.quorum(owner)) {
            throw new NoAnswerException("fewer members than the quorum");
        }
        if (Replicas.of(entry.getKey(), node) < QuotaMap.replicas(owner)) {
            throw new NoAnswerException("fewer backups than the quorum needs");
        }
        // Its permits would be taken for those of a member that has left.
        if (!present.contains(caller)) {
            throw new NoAnswerException("the caller is not known as a member yet");
        }
        QuotaState before = entry.getValue() == null ? QuotaState.EMPTY : entry.getValue();
        Moment moment = new Moment(owner.getCluster().getClusterTime(), caller, present);
        QuotaState.Step step = before.apply(call, moment);
        result = step.state() == before ? null : new StoreState(step.state());
        if (result != null) {
            result.store(entry);
        }
        return step.outcome();
    }

    /** The state that came out, not this call: the backups' clocks have no say. Null where nothing changed. */
    @Override
    public @Nullable EntryProcessor<String, QuotaState, Outcome> getBackupProcessor() {
        return result;
    }
}
