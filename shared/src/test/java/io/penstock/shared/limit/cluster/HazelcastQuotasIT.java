package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastInstance;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Quotas;
import io.penstock.shared.limit.QuotasContract;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void subjectsOfOneOwnerCostOneRoundTrip() {
        CountingLedger ledger = new CountingLedger(new MapLedger(member));
        HazelcastQuotas counted = new HazelcastQuotas(VERTX, ledger);
        String key = UUID.randomUUID().toString();
        List<Subject> subjects = List.of(
                Subject.key(key, Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 5)),
                Subject.keyOnModel(key, "m", Limits.NONE.with(LimitKind.TOKENS_PER_MINUTE, 100)),
                Subject.keyOnModel(key, "n", Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, 9)));
        Admission first = await(counted.admit(subjects, new Demand(60)));
        assertEquals(1, ledger.trips.get());
        assertEquals(List.of(1L, 60L, 1L), used(first));
        Admission second = await(counted.admit(subjects, new Demand(60)));
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, second);
        assertEquals(LimitKind.TOKENS_PER_MINUTE, refused.kind());
        assertEquals(List.of(1L, 60L, 1L), used(second));
        assertEquals(3, ledger.trips.get(), "and one to take back what had room");
        Void settled = await(
                assertInstanceOf(Admission.Granted.class, first).reservation().settle(10));
        List<Standing> after = await(counted.read(subjects));
        assertEquals(List.of(1L, 10L, 0L), after.stream().map(Standing::used).toList());
    }

    private static List<Long> used(Admission admission) {
        return admission.standings().stream().map(Standing::used).toList();
    }

    private static final class CountingLedger implements Ledger {

        private final Ledger ledger;
        private final AtomicInteger trips = new AtomicInteger();

        CountingLedger(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public CompletionStage<Outcome> submit(String subjectId, Call call) {
            trips.incrementAndGet();
            return ledger.submit(subjectId, call);
        }

        @Override
        public boolean isOneOwner(List<String> subjectIds) {
            return ledger.isOneOwner(subjectIds);
        }

        @Override
        public CompletionStage<List<Outcome>> submitChain(List<String> subjectIds, List<Call> calls) {
            trips.incrementAndGet();
            return ledger.submitChain(subjectIds, calls);
        }
    }
}
