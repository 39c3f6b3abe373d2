package io.penstock.shared.limit.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.map.IMap;
import com.hazelcast.partition.PartitionService;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The states in the shared map, as one member reaches them. Any thread.
 *
 * <p>Fails where it cannot be known that the backups have what was granted: Hazelcast takes a member
 * that leaves for the answer of a backup, in every call that is under way, whoever it was sent to
 * (InvocationMonitor.onPotentialBackupLoss). On the smaller side of a split that is the answer of
 * members that live on and know nothing of the grant.
 */
final class MapLedger implements Ledger {

    private final Cluster cluster;
    private final PartitionService partitions;
    private final IMap<String, QuotaState> map;
    private final IExecutorService executor;

    /** Blocks for the making of the map's proxy. */
    MapLedger(HazelcastInstance member) {
        this.cluster = member.getCluster();
        this.partitions = member.getPartitionService();
        this.map = QuotaMap.of(member);
        this.executor = QuotaMap.executorOf(member);
    }

    @Override
    public CompletionStage<Outcome> submit(String subjectId, Call call) {
        Set<Member> before = cluster.getMembers();
        QuotaCall sent = new QuotaCall(call, cluster.getLocalMember().getUuid());
        return map.submitToKey(subjectId, sent).thenApply(outcome -> {
            if (outcome.grants()) {
                requireAll(before, cluster);
            }
            return outcome;
        });
    }

    @Override
    public boolean isOneOwner(List<String> subjectIds) {
        Member first = ownerOf(subjectIds.get(0));
        return first != null && subjectIds.stream().allMatch(id -> first.equals(ownerOf(id)));
    }

    @Override
    public CompletionStage<List<Outcome>> submitChain(List<String> subjectIds, List<Call> calls) {
        Member owner = ownerOf(subjectIds.get(0));
        if (owner == null) {
            throw new QuotasUnavailableException("the counters have no owner now");
        }
        Answer answer = new Answer();
        executor.submitToMember(
                new ChainTask(subjectIds, calls, cluster.getLocalMember().getUuid()), owner, answer);
        return answer.future;
    }

    /** To be called where the call was made, which is where the backups answer. */
    static void requireAll(Set<Member> before, Cluster cluster) {
        if (!cluster.getMembers().containsAll(before)) {
            throw new QuotasUnavailableException("a member left while the counters were asked");
        }
    }

    private @Nullable Member ownerOf(String subjectId) {
        return partitions.getPartition(Subject.groupOf(subjectId)).getOwner();
    }

    private static final class Answer implements ExecutionCallback<List<Outcome>> {

        private final CompletableFuture<List<Outcome>> future = new CompletableFuture<>();

        @Override
        public void onResponse(List<Outcome> outcomes) {
            future.complete(outcomes);
        }

        @Override
        public void onFailure(Throwable failure) {
            future.completeExceptionally(failure);
        }
    }
}
