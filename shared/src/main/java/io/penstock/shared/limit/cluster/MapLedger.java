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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The states in the shared map, as one member reaches them. Any thread.
 *
 * <p>An answer is one only if the backups have what the call changed, a correction no less than a
 * grant: those are delivered once. Where a member has left this cannot be known ({@link Departures}).
 */
final class MapLedger implements Ledger {

    private final Cluster cluster;
    private final PartitionService partitions;
    private final IMap<String, QuotaState> map;
    private final IExecutorService executor;
    private final Departures departures;

    /** Blocks for the making of the map's proxy. */
    MapLedger(HazelcastInstance member) {
        this.cluster = member.getCluster();
        this.partitions = member.getPartitionService();
        this.map = QuotaMap.of(member);
        this.executor = QuotaMap.executorOf(member);
        this.departures = QuotaMap.departuresOf(member);
    }

    @Override
    public CompletionStage<Outcome> submit(String subjectId, Call call) {
        return whenSettled(() -> {
            Set<Member> before = departures.members();
            return map.submitToKey(subjectId, new QuotaCall(call, self())).thenApply(outcome -> {
                departures.requireAll(before);
                return outcome;
            });
        });
    }

    @Override
    public boolean isOneOwner(List<String> subjectIds) {
        Member first = ownerOf(subjectIds.get(0));
        return first != null && subjectIds.stream().allMatch(id -> first.equals(ownerOf(id)));
    }

    @Override
    public CompletionStage<List<Outcome>> submitChain(List<String> subjectIds, List<Call> calls) {
        return whenSettled(() -> {
            Member owner = ownerOf(subjectIds.get(0));
            if (owner == null) {
                throw new QuotasUnavailableException("the counters have no owner now");
            }
            Answer answer = new Answer();
            executor.submitToMember(new ChainTask(subjectIds, calls, self()), owner, answer);
            return answer.future;
        });
    }

    private <T> CompletionStage<T> whenSettled(Supplier<CompletionStage<T>> call) {
        long nanos = departures.settlingNanos();
        if (nanos <= 0) {
            return call.get();
        }
        Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
        return CompletableFuture.supplyAsync(call, later).thenCompose(sent -> sent);
    }

    private UUID self() {
        return cluster.getLocalMember().getUuid();
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
