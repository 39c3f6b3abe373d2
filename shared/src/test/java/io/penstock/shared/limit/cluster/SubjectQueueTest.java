package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Moment;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The calling side, against states that answer when the test says so. */
@Timeout(20)
class SubjectQueueTest {

    private static final UUID MEMBER = new UUID(0, 1);
    private static final Moment MOMENT = new Moment(1_700_000_000_000L, MEMBER, Set.of(MEMBER));
    private static final Subject ALICE = subject("key:alice", 5);
    private static final Subject MODEL = subject("model:fast", 1);
    private static final Subject TOKENS = Subject.key("t", Limits.NONE.with(LimitKind.TOKENS_PER_MINUTE, 100));
    private static final Subject PERMITS = Subject.key("p", Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, 2));

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final Map<String, QuotaState> states = new ConcurrentHashMap<>();
    private final HazelcastQuotas quotas = new HazelcastQuotas(vertx, (subjectId, call) -> {
        Sent next = new Sent(subjectId, call, new CompletableFuture<>());
        sent.add(next);
        return next.answer();
    });

    private record Sent(String subjectId, Call call, CompletableFuture<Outcome> answer) {}

    @AfterEach
    void closeVertx() {
        await(vertx.close());
    }

    @Test
    void whatComesWhileACallIsUnderWayGoesOutWithTheNext() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent one = sent.take();
        List<Future<Admission>> others =
                IntStream.range(0, 6).mapToObj(i -> admit(ALICE)).toList();
        run(one);
        assertInstanceOf(Admission.Granted.class, await(first));
        Sent two = sent.take();
        assertEquals(1, two.call().asks().size());
        assertEquals(6, two.call().asks().get(0).count());
        assertEquals(two.call().sequence() - 1, two.call().acknowledged());
        run(two);
        List<Boolean> granted = others.stream()
                .map(answer -> await(answer) instanceof Admission.Granted)
                .toList();
        assertEquals(List.of(true, true, true, true, false, false), granted, "in order of arrival");
        awaitIdle();
    }

    @Test
    void aFailedCallIsVoidedByTheNext() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent lost = sent.take();
        apply(lost);
        lost.answer().completeExceptionally(new IllegalStateException("connection reset"));
        assertUnavailable(first);
        Sent voiding = sent.take();
        assertEquals(List.of(), voiding.call().asks());
        assertEquals(lost.call().sequence() - 1, voiding.call().acknowledged());
        run(voiding);
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
    }

    @Test
    void aCallThatIsNotAnsweredInTimeIsRefusedShouldItComeLate() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent late = sent.take();
        long start = System.nanoTime();
        assertUnavailable(first);
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10), "not within the deadline");
        Sent voiding = sent.take();
        run(voiding);
        run(late);
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
    }

    @Test
    void anAnswerThatComesInTimeCountsThoughItIsReadLate() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent late = sent.take();
        quotas.owner().runOnContext(v -> {
            run(late);
            stall();
        });
        assertInstanceOf(Admission.Granted.class, await(first));
        awaitIdle();
        assertEquals(4, freeOf(ALICE));
    }

    @Test
    void anAnswerThatComesTooLateIsNoneThoughTheTimerIsLaterStill() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent late = sent.take();
        quotas.owner().runOnContext(v -> {
            stall();
            run(late);
        });
        assertUnavailable(first);
        run(sent.take());
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
    }

    /** For as long as a call may take. */
    private static void stall() {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Deadlines.MILLIS);
        while (System.nanoTime() - due < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFailedVoidingCallIsRepeatedOnlyWithTheTick() throws Exception {
        Future<Admission> first = admit(ALICE);
        sent.take().answer().completeExceptionally(new IllegalStateException("no quorum"));
        long failed = System.nanoTime();
        sent.take().answer().completeExceptionally(new IllegalStateException("no quorum"));
        assertUnavailable(first);
        Sent voiding = sent.take();
        assertTrue(System.nanoTime() - failed > TimeUnit.MILLISECONDS.toNanos(10), "at once");
        assertEquals(List.of(), voiding.call().asks());
        run(voiding);
        awaitIdle();
        assertTrue(sent.isEmpty());
    }

    @Test
    void aSettlementGoesOutWithEveryCallUntilOneIsAnswered() throws Exception {
        Future<Admission> first = quotas.admit(List.of(TOKENS), new Demand(80));
        run(sent.take());
        Future<Void> settled = granted(first).settle(30);
        Sent lost = sent.take();
        apply(lost);
        lost.answer().completeExceptionally(new IllegalStateException("connection reset"));
        Future<Admission> second = quotas.admit(List.of(TOKENS), new Demand(70));
        Sent next = sent.take();
        assertEquals(lost.call().adjustments(), next.call().adjustments());
        run(next);
        await(settled);
        assertInstanceOf(Admission.Granted.class, await(second));
        runUntilIdle();
        assertEquals(100, usedOf(TOKENS));
    }

    @Test
    void aPermitIsSaidToBeHeldUntilItIsGivenBack() throws Exception {
        Future<Admission> first = admit(PERMITS);
        run(sent.take());
        Reservation reservation = granted(first);
        Future<Admission> second = admit(PERMITS);
        Sent next = sent.take();
        assertEquals(1, next.call().held());
        run(next);
        Future<Void> settled = reservation.settle(0);
        Sent back = sent.take();
        assertEquals(1, back.call().held());
        run(back);
        await(settled);
        Future<Void> alsoSettled = granted(second).settle(0);
        run(sent.take());
        await(alsoSettled);
        awaitIdle();
        assertEquals(0, usedOf(PERMITS));
    }

    @Test
    void permitsOfALostCallAreSaidNotToBeHeldUntilSomebodyHears() throws Exception {
        Future<Admission> first = admit(PERMITS);
        Sent lost = sent.take();
        apply(lost);
        lost.answer().completeExceptionally(new IllegalStateException("connection reset"));
        sent.take().answer().completeExceptionally(new IllegalStateException("connection reset"));
        assertUnavailable(first);
        run(sent.take());
        awaitIdle();
        assertEquals(0, usedOf(PERMITS));
    }

    @Test
    void aLedgerThatThrowsIsUnavailable() {
        HazelcastQuotas broken = new HazelcastQuotas(vertx, (subjectId, call) -> {
            throw new IllegalStateException("not active");
        });
        assertUnavailable(broken.admit(List.of(ALICE), Demand.ONE_REQUEST));
    }

    @Test
    void whatIsHeldGoesBackWhenALaterSubjectCannotAnswer() throws Exception {
        Future<Admission> both = admit(ALICE, MODEL);
        run(sent.take());
        sent.take().answer().completeExceptionally(new IllegalStateException("member left"));
        assertUnavailable(both);
        for (int i = 0; i < 2; i++) {
            run(sent.take());
        }
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
        assertEquals(1, freeOf(MODEL));
    }

    @Test
    void whatIsHeldGoesBackWhenALaterSubjectAnswersTooLate() throws Exception {
        Future<Admission> both = admit(ALICE, MODEL);
        run(sent.take());
        Sent late = sent.take();
        assertUnavailable(both);
        for (int i = 0; i < 2; i++) {
            run(sent.take());
        }
        run(late);
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
        assertEquals(1, freeOf(MODEL));
    }

    @Test
    void aRefusalIsToldWhenTheOthersAreBack() throws Exception {
        Future<Admission> first = admit(MODEL);
        run(sent.take());
        assertInstanceOf(Admission.Granted.class, await(first));
        Future<Admission> both = admit(ALICE, MODEL);
        run(sent.take());
        run(sent.take());
        Sent release = sent.take();
        assertEquals(ALICE.id(), release.subjectId());
        assertEquals(1, release.call().adjustments().size());
        assertFalse(both.isComplete());
        run(release);
        assertEquals(
                MODEL, assertInstanceOf(Admission.Refused.class, await(both)).subject());
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
    }

    @Test
    void aStuckOwnerGetsFewCallsAndTheRestWaitsNoLongerThanTheDeadline() throws Exception {
        List<Future<Admission>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(admit(ALICE));
            assertUnavailable(answers.get(i));
        }
        List<Sent> stuck = new ArrayList<>();
        assertEquals(4, sent.drainTo(stuck));
        stuck.forEach(this::run);
        runUntilIdle();
        assertEquals(5, freeOf(ALICE));
    }

    @Test
    void tooManyWaitingAreTurnedAway() throws Exception {
        List<Future<Admission>> answers = IntStream.range(0, SubjectQueue.MAX_WAITING + 2)
                .mapToObj(i -> admit(ALICE))
                .toList();
        assertUnavailable(answers.get(SubjectQueue.MAX_WAITING + 1));
        assertUnavailable(answers.get(SubjectQueue.MAX_WAITING));
    }

    @Test
    void closingDeliversWhatIsSettled() throws Exception {
        Future<Admission> first = quotas.admit(List.of(TOKENS), new Demand(80));
        run(sent.take());
        Future<Void> settled = granted(first).settle(30);
        Future<Void> closed = quotas.close();
        run(sent.take());
        await(closed);
        await(settled);
        assertUnavailable(admit(ALICE));
        assertEquals(30, usedOf(TOKENS));
    }

    @Test
    void closingDoesNotWaitForEver() {
        Future<Admission> first = admit(ALICE);
        await(quotas.close());
        assertUnavailable(first);
    }

    @Test
    void closingSaysAgainWhatWasLost() throws Exception {
        Future<Admission> first = quotas.admit(List.of(TOKENS), new Demand(80));
        run(sent.take());
        Future<Void> settled = granted(first).settle(30);
        Future<Void> closed = quotas.close();
        sent.take().answer().completeExceptionally(new IllegalStateException("connection reset"));
        run(sent.take());
        await(closed);
        await(settled);
        assertEquals(30, usedOf(TOKENS));
    }

    private static Reservation granted(Future<Admission> answer) {
        return assertInstanceOf(Admission.Granted.class, await(answer)).reservation();
    }

    private long usedOf(Subject subject) {
        return await(quotasOn(states).read(List.of(subject))).get(0).used();
    }

    private Future<Admission> admit(Subject... subjects) {
        return quotas.admit(List.of(subjects), Demand.ONE_REQUEST);
    }

    private void run(Sent next) {
        next.answer().complete(apply(next));
    }

    @CanIgnoreReturnValue
    private Outcome apply(Sent next) {
        QuotaState state = states.getOrDefault(next.subjectId(), QuotaState.EMPTY);
        QuotaState.Step step = state.apply(next.call(), MOMENT);
        states.put(next.subjectId(), step.state());
        return step.outcome();
    }

    private long freeOf(Subject subject) throws InterruptedException {
        Future<Admission> probe = quotasOn(states).admit(List.of(subject), Demand.ONE_REQUEST);
        return await(probe).tightest("requests").orElseThrow().remaining() + 1;
    }

    /** Another node, whose calls run at once. */
    private HazelcastQuotas quotasOn(Map<String, QuotaState> map) {
        return new HazelcastQuotas(
                vertx,
                (subjectId, call) -> CompletableFuture.completedFuture(map.getOrDefault(subjectId, QuotaState.EMPTY)
                        .apply(call, MOMENT)
                        .outcome()));
    }

    private void runUntilIdle() {
        await(() -> {
            Sent next = sent.poll();
            if (next != null) {
                run(next);
            }
            return quotas.busySubjects() == 0;
        });
    }

    private void awaitIdle() {
        await(() -> quotas.busySubjects() == 0);
    }

    private void await(Supplier<Boolean> condition) {
        boolean met = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!met) {
            assertTrue(System.nanoTime() - deadline < 0, "not met in time");
            CompletableFuture<Boolean> asked = new CompletableFuture<>();
            quotas.owner().runOnContext(v -> asked.complete(condition.get()));
            met = asked.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static void assertUnavailable(Future<Admission> answer) {
        CompletionException failure = assertThrows(CompletionException.class, () -> await(answer));
        assertInstanceOf(QuotasUnavailableException.class, failure.getCause());
    }

    private static Subject subject(String id, long perMinute) {
        return new Subject(id, Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, perMinute));
    }
}
