package io.penstock.shared.limit.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The states in the shared map, as one member reaches them. Any thread. */
final class MapLedger implements Ledger {

    private final Cluster cluster;
    private final IMap<String, QuotaState> map;

    /** Blocks for the making of the map's proxy. */
    MapLedger(HazelcastInstance member) {
        this.cluster = member.getCluster();
        this.map = QuotaMap.of(member);
    }

    /**
     * Fails where it cannot be known that the backups have what was granted: Hazelcast takes a member
     * that leaves for the answer of a backup, in every call that is under way, whoever it was sent to
     * (InvocationMonitor.onPotentialBackupLoss). On the smaller side of a split that is the answer of
     * members that live on and know nothing of the grant.
     */
    @Override
    public CompletionStage<Outcome> submit(String subjectId, Call call) {
        Set<Member> before = cluster.getMembers();
        return map.submitToKey(subjectId, new QuotaCall(call)).thenApply(outcome -> {
            if (outcome.grants() && !cluster.getMembers().containsAll(before)) {
                throw new QuotasUnavailableException("a member left while the counters were asked");
            }
            return outcome;
        });
    }
}
