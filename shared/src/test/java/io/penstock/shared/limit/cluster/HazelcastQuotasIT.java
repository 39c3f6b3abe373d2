package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastInstance;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasContract;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract over two members, called through the one that may not own the counters. */
class HazelcastQuotasIT extends QuotasContract {

    private static final Vertx VERTX = Vertx.vertx();

    private static Members members;
    private static HazelcastInstance member;
    private static Quotas quotas;

    @BeforeAll
    static void start() throws IOException {
        members = new Members(2);
        member = members.start();
        quotas = new HazelcastQuotas(members.start(), VERTX);
    }

    @AfterAll
    static void stop() {
        await(quotas.close());
        members.close();
        await(VERTX.close());
    }

    @Override
    protected Quotas quotas() {
        return quotas;
    }

    @Override
    protected Vertx vertx() {
        return VERTX;
    }

    @Test
    void aSubjectIsForgottenAfterItsWindow() {
        Subject alice = perMinute("key:alice", 5);
        assertEquals(4, admit(alice).tightest("requests").orElseThrow().remaining());
        long expiry = QuotaMap.of(member).getEntryView(alice.id()).getExpirationTime();
        long ahead = expiry - System.currentTimeMillis();
        assertTrue(ahead > 61_000 && ahead < 30 * 60_000, "expires in " + ahead + " ms");
    }

    @Test
    void aRefusalOfAnUnknownSubjectLeavesNoEntry() {
        Subject none = perMinute("key:none", 0);
        assertTrue(admit(none) instanceof Admission.Refused);
        QuotaState stored = QuotaMap.of(member).get(none.id());
        assertEquals(null, stored);
    }

    @Test
    void answersUnavailableOnceClosed() {
        HazelcastQuotas closing = new HazelcastQuotas(member, VERTX);
        await(closing.close());
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> await(closing.admit(List.of(perMinute("key:alice", 1)), Demand.ONE_REQUEST)));
        assertTrue(failure.getCause() instanceof QuotasUnavailableException);
    }
}
