package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.QuotasUnavailableException;
import io.penstock.shared.limit.Subject;
import io.penstock.shared.limit.ledger.Call;
import io.penstock.shared.limit.ledger.Outcome;
import io.penstock.shared.limit.ledger.QuotaState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static final long NOW = 1_700_000_000_000L;
    private static final Subject ALICE = subject("key:alice", 5);
    private static final Subject MODEL = subject("model:fast", 1);

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
    void anAnswerThatIsReadTooLateIsNoneThoughItComesBeforeTheTimer() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent late = sent.take();
        quotas.owner().runOnContext(v -> {
            run(late);
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Deadlines.MILLIS);
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
        });
        assertUnavailable(first);
        run(sent.take());
        awaitIdle();
        assertEquals(5, freeOf(ALICE));
    }

    @Test
    void aFailedVoidingCallIsNotRepeated() throws Exception {
        Future<Admission> first = admit(ALICE);
        sent.take().answer().completeExceptionally(new IllegalStateException("no quorum"));
        sent.take().answer().completeExceptionally(new IllegalStateException("no quorum"));
        assertUnavailable(first);
        awaitIdle();
        assertTrue(sent.isEmpty());
    }

    @Test
    void aLedgerThatThrowsIsUnavailable() {
        HazelcastQuotas broken = new HazelcastQuotas(vertx, (subjectId, call) -> {
            throw new IllegalStateException("not active");
        });
        assertUnavailable(broken.admit(List.of(ALICE), Demand.ONE_REQUEST));
        await(() -> broken.busySubjects() == 0);
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
        assertEquals(1, release.call().releases().size());
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
        await(quotas.close());
        assertUnavailable(answers.get(SubjectQueue.MAX_WAITING));
    }

    @Test
    void closingAnswersWhatIsUnderWayAndTakesItBack() throws Exception {
        Future<Admission> first = admit(ALICE);
        Sent lost = sent.take();
        apply(lost);
        Future<Void> closed = quotas.close();
        assertUnavailable(first);
        run(sent.take());
        lost.answer().completeExceptionally(new IllegalStateException("too late"));
        await(closed);
        assertUnavailable(admit(ALICE));
        assertEquals(5, freeOf(ALICE));
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
        QuotaState.Step step = state.apply(next.call(), NOW);
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
                        .apply(call, NOW)
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
        while (!met) {
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
        return new Subject(id, Limits.NONE.withRequestsPerMinute(perMinute));
    }
}
