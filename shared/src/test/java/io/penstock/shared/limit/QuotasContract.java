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
    void aDemandIsGrantedWholeOrNotAtAll() {
        Subject alice = perMinute("key:alice", 5);
        assertInstanceOf(Admission.Granted.class, admit(new Demand(3), alice));
        assertInstanceOf(Admission.Refused.class, admit(new Demand(3), alice));
        assertInstanceOf(Admission.Granted.class, admit(new Demand(2), alice));
    }

    @Test
    void aDemandAboveTheLimitIsToldThatItNeverFits() {
        Subject alice = perMinute("key:alice", 5);
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(new Demand(6), alice));
        assertEquals(Admission.Refused.NEVER, refused.retryAfterMillis());
        assertEquals(0, refused.used());
    }

    @Test
    void minuteAndDayAreCountedBesideEachOther() {
        Subject alice = new Subject(
                "key:alice" + suffix, Limits.NONE.withRequestsPerMinute(3).withRequestsPerDay(2));
        assertEquals(2, admit(alice).standings().size());
        assertInstanceOf(Admission.Granted.class, admit(alice));
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(alice));
        assertEquals(LimitKind.REQUESTS_PER_DAY, refused.kind());
        assertTrue(refused.retryAfterMillis() > TimeUnit.HOURS.toMillis(23));
        Subject minuteOnly = new Subject(alice.id(), Limits.NONE.withRequestsPerMinute(3));
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

    protected final Subject perMinute(String id, long limit) {
        return new Subject(id + suffix, Limits.NONE.withRequestsPerMinute(limit));
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
