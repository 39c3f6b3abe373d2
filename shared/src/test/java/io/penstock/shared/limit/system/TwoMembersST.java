package io.penstock.shared.limit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.LimitKind;
import io.penstock.testkit.Await;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two members, each of which goes on without the other. */
@Timeout(60)
class TwoMembersST {

    private static final Logger LOG = LoggerFactory.getLogger(TwoMembersST.class);

    @SuppressWarnings("NullAway.Init")
    private static QuotaCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new QuotaCluster(2, 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void restore() {
        cluster.restore();
    }

    @ParameterizedTest
    @EnumSource
    void aFloodOverBothGetsExactlyWhatFits(LimitKind kind) {
        new FloodCheck(cluster).getsExactlyWhatFits(kind);
    }

    @Test
    void thePermitsOfAKilledHolderAreFreeWithinTheLease() {
        MemberProcess holder = cluster.member(0);
        MemberProcess other = cluster.member(1);
        List<Limited> all = List.of(
                cluster.ownedBy(holder, LimitKind.CONCURRENT_REQUESTS, 20),
                cluster.ownedBy(other, LimitKind.CONCURRENT_REQUESTS, 20));
        for (Limited limited : all) {
            assertEquals(20, cluster.hold(limited, 20, holder).size());
        }
        List<Asking> waiting = all.stream()
                .map(limited -> other.keepAsking(limited.subject(), 0, 20))
                .toList();
        Await.until("refusals", () -> waiting.stream().allMatch(asking -> asking.refused() > 20), QuotaCluster.LEASE);
        assertEquals(0, waiting.stream().mapToInt(Asking::granted).sum());
        long killedAt = System.nanoTime();
        holder.kill9();
        Await.until(
                () -> "the permits back: " + waiting,
                () -> waiting.stream().allMatch(asking -> asking.granted() >= 20),
                QuotaCluster.LEASE);
        LOG.atInfo()
                .addKeyValue("millis", (System.nanoTime() - killedAt) / 1_000_000)
                .log("permits of a killed holder are free");
        for (Asking asking : waiting) {
            other.stop(asking);
            assertEquals(20, asking.granted());
            assertTrue(asking.slowestMillis() <= 1000, asking::toString);
        }
    }
}
