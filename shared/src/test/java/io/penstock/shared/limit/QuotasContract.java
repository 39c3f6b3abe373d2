package io.penstock.shared.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each {@link Quotas} promises. Holds whatever its clock does within a minute. */
public abstract class QuotasContract {

    private final String suffix = UUID.randomUUID().toString();

    protected abstract Quotas quotas();

    protected abstract Vertx vertx();

    @Test
    void countsDownToTheLimitAndThenRefuses() {
        Subject alice = perMinute("key:alice", 3);
        for (long left = 2; left >= 0; left--) {
            Standing standing = admit(alice).tightest("requests").orElseThrow();
            assertEquals(alice, standing.subject());
            assertEquals(LimitKind.REQUESTS_PER_MINUTE, standing.kind());
            assertEquals(3, standing.limit());
            assertEquals(left, standing.remaining());
            assertWithinAMinute(standing.resetMillis());
        }
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(alice));
        assertEquals(alice, refused.subject());
        assertEquals(LimitKind.REQUESTS_PER_MINUTE, refused.kind());
        assertEquals(3, refused.limit());
        assertEquals(3, refused.used());
        assertWithinAMinute(refused.retryAfterMillis());
        assertEquals(0, refused.tightest("requests").orElseThrow().remaining());
    }

    @Test
    void concurrentRequestsGetExactlyTheLimit() {
        Subject alice = perMinute("key:alice", 50);
        List<Future<Admission>> answers = IntStream.range(0, 400)
                .mapToObj(i -> quotas().admit(List.of(alice), Demand.ONE_REQUEST))
                .toList();
        assertEquals(50, granted(answers));
        long distinct = answers.stream()
                .map(QuotasContract::await)
                .filter(Admission.Granted.class::isInstance)
                .map(answer -> answer.tightest("requests").orElseThrow().remaining())
                .distinct()
                .count();
        assertEquals(50, distinct, "each is told its own remainder");
    }

    @Test
    void aRefusalByOneSubjectLeavesTheOthersAsTheyWere() {
        Subject key = perMinute("key:bob", 10);
        Subject model = perMinute("model:fast", 1);
        Subject last = perMinute("zone:eu", 10);
        assertInstanceOf(Admission.Granted.class, admit(last, model, key));
        for (int i = 0; i < 3; i++) {
            Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(last, model, key));
            assertEquals(model, refused.subject());
            assertEquals(model, refused.tightest("requests").orElseThrow().subject());
        }
        assertEquals(8, admit(key).tightest("requests").orElseThrow().remaining());
        assertEquals(8, admit(last).tightest("requests").orElseThrow().remaining());
    }

    @Test
    void refusalsUnderConcurrencyLeaveTheOthersExact() {
        Subject key = perMinute("key:bob", 1_000);
        Subject model = perMinute("model:fast", 20);
        List<Future<Admission>> answers = IntStream.range(0, 200)
                .mapToObj(i -> quotas().admit(List.of(key, model), Demand.ONE_REQUEST))
                .toList();
        assertEquals(20, granted(answers));
        assertEquals(
                1_000 - 20 - 1, admit(key).tightest("requests").orElseThrow().remaining());
    }

    @Test
    void theTightestStandingIsTheOneWithTheFewestLeft() {
        Subject key = perMinute("key:alice", 100);
        Subject model = perMinute("model:fast", 5);
        Admission admission = admit(key, model);
        assertEquals(2, admission.standings().size());
        assertEquals(model, admission.tightest("requests").orElseThrow().subject());
    }

    @Test
    void tokensAreReservedWholeOrNotAtAll() {
        Subject alice = tokensPerMinute("key:alice", 100);
        assertInstanceOf(Admission.Granted.class, admit(new Demand(60), alice));
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(new Demand(41), alice));
        assertEquals(LimitKind.TOKENS_PER_MINUTE, refused.kind());
        assertEquals(60, refused.used());
        assertWithinAMinute(refused.retryAfterMillis());
        assertInstanceOf(Admission.Granted.class, admit(new Demand(40), alice));
    }

    @Test
    void aDemandAboveTheLimitIsToldThatItNeverFits() {
        Subject alice = tokensPerMinute("key:alice", 5);
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(new Demand(6), alice));
        assertEquals(Admission.Refused.NEVER, refused.retryAfterMillis());
        assertEquals(0, refused.used());
    }

    @Test
    void settlingPutsTheTruthInThePlaceOfTheEstimate() {
        Subject alice = tokensPerMinute("key:alice", 100);
        settle(grant(new Demand(90), alice), 20);
        assertEquals(20, used(alice));
        settle(grant(new Demand(10), alice), 35);
        assertEquals(55, used(alice), "more than the estimate counts too");
        settle(grant(new Demand(45), alice), 0);
        assertEquals(55, used(alice), "nothing used is nothing");
    }

    @Test
    void onlyTheFirstSettlementCounts() {
        Subject alice = tokensPerMinute("key:alice", 100);
        Reservation reservation = grant(new Demand(90), alice);
        settle(reservation, 20);
        settle(reservation, 0);
        assertEquals(20, used(alice));
    }

    @Test
    void aPermitIsHeldUntilTheRequestEnds() {
        Subject alice = concurrent("key:alice", 2);
        Reservation first = grant(Demand.ONE_REQUEST, alice);
        Reservation second = grant(Demand.ONE_REQUEST, alice);
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(alice));
        assertEquals(LimitKind.CONCURRENT_REQUESTS, refused.kind());
        assertEquals(2, refused.used());
        assertTrue(refused.retryAfterMillis() > 0);
        settle(first, 0);
        settle(first, 0);
        Reservation third = grant(Demand.ONE_REQUEST, alice);
        assertInstanceOf(Admission.Refused.class, admit(alice), "settling twice returns one permit");
        settle(second, 0);
        settle(third, 0);
        assertEquals(0, used(alice));
    }

    @Test
    void concurrentRequestsGetExactlyTheirPermits() {
        Subject alice = concurrent("key:alice", 7);
        for (int round = 0; round < 5; round++) {
            List<Future<Admission>> answers = flood(200, Demand.ONE_REQUEST, alice);
            assertEquals(7, granted(answers));
            assertEquals(7, used(alice));
            settleAll(answers);
            assertEquals(0, used(alice));
        }
    }

    @Test
    void tokensUnderConcurrencyAreExact() {
        Subject alice = tokensPerMinute("key:alice", 1_000);
        List<Future<Admission>> answers = flood(300, new Demand(30), alice);
        assertEquals(33, granted(answers));
        settleAll(answers);
        assertEquals(0, used(alice));
        assertEquals(33, granted(flood(300, new Demand(30), alice)));
    }

    @Test
    void aRefusalByAPermitLeavesTheTokensAsTheyWere() {
        Subject key = tokensPerMinute("key:alice", 1_000);
        Subject model = concurrent("model:fast", 1);
        Reservation running = grant(new Demand(100), key, model);
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(new Demand(100), key, model));
        assertEquals(model, refused.subject());
        assertEquals(900, refused.tightest("tokens").orElseThrow().remaining());
        assertEquals(100, used(key));
        settle(running, 50);
        assertEquals(50, used(key));
    }

    @Test
    void theRefusalThatLastsLongestIsTold() {
        Subject busy = concurrent("a", 1);
        Subject full = perMinute("b", 1);
        Reservation running = grant(Demand.ONE_REQUEST, busy, full);
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(busy, full));
        assertEquals(full, refused.subject());
        assertEquals(2, refused.standings().size());
        settle(running, 0);
    }

    @Test
    void readingBooksNothing() {
        Subject alice = new Subject(
                "key:alice" + suffix,
                Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 3).with(LimitKind.CONCURRENT_REQUESTS, 2));
        Reservation running = grant(Demand.ONE_REQUEST, alice);
        for (int i = 0; i < 3; i++) {
            List<Standing> standings = await(quotas().read(List.of(alice, new Subject("free", Limits.NONE))));
            assertEquals(2, standings.size());
            assertEquals(List.of(1L, 1L), standings.stream().map(Standing::used).toList());
        }
        settle(running, 0);
        assertEquals(List.of(), await(quotas().read(List.of())));
    }

    @Test
    void minuteAndDayAreCountedBesideEachOther() {
        Subject alice = new Subject(
                "key:alice" + suffix,
                Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 3).with(LimitKind.REQUESTS_PER_DAY, 2));
        assertEquals(2, admit(alice).standings().size());
        assertInstanceOf(Admission.Granted.class, admit(alice));
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(alice));
        assertEquals(LimitKind.REQUESTS_PER_DAY, refused.kind());
        assertTrue(refused.retryAfterMillis() > TimeUnit.HOURS.toMillis(23));
        Subject minuteOnly = new Subject(alice.id(), Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 3));
        assertEquals(0, admit(minuteOnly).tightest("requests").orElseThrow().remaining());
    }

    @Test
    void noLimitsCostNothing() {
        Subject free = new Subject("key:free", Limits.NONE);
        assertSame(
                Admission.Granted.UNLIMITED,
                quotas().admit(List.of(free), Demand.ONE_REQUEST).result());
        assertSame(
                Admission.Granted.UNLIMITED,
                quotas().admit(List.of(), Demand.ONE_REQUEST).result());
    }

    @Test
    void refusesASubjectThatComesTwice() {
        Subject alice = perMinute("key:alice", 5);
        assertThrows(IllegalArgumentException.class, () -> quotas().admit(List.of(alice, alice), Demand.ONE_REQUEST));
    }

    @Test
    void completesOnTheCallersContext() {
        Subject alice = perMinute("key:alice", 5);
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        var context = vertx().getOrCreateContext();
        context.runOnContext(v -> quotas().admit(List.of(alice), Demand.ONE_REQUEST)
                .onComplete(done -> same.complete(Vertx.currentContext() == context)));
        assertTrue(same.orTimeout(5, TimeUnit.SECONDS).join());
    }

    protected final Subject tokensPerMinute(String id, long limit) {
        return new Subject(id + suffix, Limits.NONE.with(LimitKind.TOKENS_PER_MINUTE, limit));
    }

    protected final Subject concurrent(String id, long limit) {
        return new Subject(id + suffix, Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, limit));
    }

    protected final Reservation grant(Demand demand, Subject... subjects) {
        return assertInstanceOf(Admission.Granted.class, admit(demand, subjects))
                .reservation();
    }

    protected final long used(Subject subject) {
        return await(quotas().read(List.of(subject))).get(0).used();
    }

    protected final List<Future<Admission>> flood(int count, Demand demand, Subject... subjects) {
        return IntStream.range(0, count)
                .mapToObj(i -> quotas().admit(List.of(subjects), demand))
                .toList();
    }

    protected static void settle(Reservation reservation, long tokens) {
        Void unused = await(reservation.settle(tokens));
    }

    protected static void settleAll(List<Future<Admission>> answers) {
        List<Future<Void>> settled = new ArrayList<>();
        for (Future<Admission> answer : answers) {
            if (await(answer) instanceof Admission.Granted granted) {
                settled.add(granted.reservation().settle(0));
            }
        }
        Void unused = await(Future.join(settled).mapEmpty());
    }

    protected final Subject perMinute(String id, long limit) {
        return new Subject(id + suffix, Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, limit));
    }

    protected final Admission admit(Subject... subjects) {
        return admit(Demand.ONE_REQUEST, subjects);
    }

    private Admission admit(Demand demand, Subject... subjects) {
        return await(quotas().admit(new ArrayList<>(List.of(subjects)), demand));
    }

    protected static long granted(List<Future<Admission>> answers) {
        return answers.stream()
                .map(QuotasContract::await)
                .filter(Admission.Granted.class::isInstance)
                .count();
    }

    protected static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void assertWithinAMinute(long millis) {
        assertTrue(millis > 0 && millis <= 61_000, "not within the window: " + millis);
    }
}
