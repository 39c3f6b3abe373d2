package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.IMap;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.counter.Ask;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Hazelcast calls a success, judged. */
@Timeout(120)
class MapLedgerIT {

    private static final Limits LIMITS = Limits.NONE.withRequestsPerMinute(5);

    private final Members members = new Members(2);

    MapLedgerIT() throws IOException {}

    @AfterEach
    void close() {
        Stuck.RELEASED.countDown();
        members.close();
    }

    @Test
    void aGrantThatNoBackupHasIsNoneThoughTheBackupsLeave() throws InterruptedException {
        HazelcastInstance owner = startOneThreaded();
        List<HazelcastInstance> backups = List.of(startOneThreaded(), startOneThreaded());
        awaitSafe(owner);
        String key = keyOf(owner);
        MapLedger ledger = new MapLedger(owner);
        assertEquals(1, submit(ledger, key, 1).join().verdicts().get(0).granted());

        for (HazelcastInstance backup : backups) {
            IMap<String, String> map = backup.getMap("stuck");
            map.submitToKey(keyOf(backup), new Stuck());
        }
        Stuck.STARTED.await();
        CompletableFuture<Outcome> answer = submit(ledger, key, 2);
        backups.forEach(backup -> backup.getLifecycleService().terminate());
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        assertInstanceOf(QuotasUnavailableException.class, failure.getCause());
    }

    /** Where one thread runs all partitions, one stuck call holds up the backups too. */
    private HazelcastInstance startOneThreaded() {
        return members.start(config -> config.setProperty("hazelcast.partition.operation.thread.count", "1")
                .setProperty("hazelcast.operation.backup.timeout.millis", "60000"));
    }

    private static CompletableFuture<Outcome> submit(MapLedger ledger, String key, long sequence) {
        Ask ask = new Ask(LIMITS, Demand.ONE_REQUEST, 1);
        return ledger.submit(key, new Call(CALLER, sequence, sequence - 1, List.of(), List.of(ask)))
                .toCompletableFuture();
    }

    private static final UUID CALLER = UUID.randomUUID();

    private static void awaitSafe(HazelcastInstance member) {
        while (!member.getPartitionService().forceLocalMemberToBeSafe(1, TimeUnit.SECONDS)
                || !member.getPartitionService().isClusterSafe()) {
            Thread.onSpinWait();
        }
    }

    private static String keyOf(HazelcastInstance owner) {
        String key = "key:0";
        for (int i = 0;
                !owner.getPartitionService().getPartition(key).getOwner().localMember();
                i++) {
            key = "key:" + i;
        }
        return key;
    }

    private static final class Stuck implements EntryProcessor<String, String, Object> {

        private static final long serialVersionUID = 1L;
        private static final CountDownLatch STARTED = new CountDownLatch(2);
        private static final CountDownLatch RELEASED = new CountDownLatch(1);

        @Override
        public Object process(Map.Entry<String, String> entry) {
            STARTED.countDown();
            try {
                RELEASED.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        }
    }
}
