package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.system.FailoverCase.Targets;
import io.penstock.system.UpstreamFailure.Form;
import io.penstock.system.UpstreamFailure.Remedy;
import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.UpstreamCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every failure, plain and streamed, before the head, before content and after it, on one node and over
 * a cluster: how it ends for the client, and how many calls the upstreams see. Each case has models of its
 * own and mostly waits for the next attempt, so that several run at once.
 */
class FailoverST {

    private static final Duration SOON = Duration.ofSeconds(20);

    enum Topology {
        ONE_NODE,
        CLUSTER
    }

    @TempDir
    static Path directory;

    private static final Map<Topology, FailoverBench> BENCHES = new EnumMap<>(Topology.class);

    @BeforeAll
    static void start() {
        List<FailoverCase> cases = new ArrayList<>();
        for (UpstreamFailure failure : UpstreamFailures.ALL) {
            for (Targets targets : Targets.values()) {
                cases.add(new FailoverCase(failure, targets));
            }
        }
        BENCHES.put(Topology.ONE_NODE, FailoverBench.oneNode(directory, cases));
        BENCHES.put(Topology.CLUSTER, FailoverBench.cluster(directory, cases));
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            BENCHES.values().forEach(FailoverBench::assertNoLateCalls);
        } finally {
            for (FailoverBench bench : BENCHES.values()) {
                bench.close();
            }
            BENCHES.clear();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("helpedByAnotherTarget")
    @Execution(ExecutionMode.CONCURRENT)
    void theSecondTargetAnswersWhereTheFirstOneFails(Topology where, UpstreamFailure failure) {
        FailoverCase now = new FailoverCase(failure, Targets.SECOND_WORKS);
        FailoverBench bench = bench(where).failing(now);
        bench.upstream(2).script(now.modelAt(2), Answer.completion("second"));
        HttpAnswer head = answered(bench.client(), now, "second");
        assertEquals("2", head.header("x-penstock-attempts"), head::toString);
        assertEquals(now.provider(2), head.header("x-penstock-provider"), head::toString);
        assertEquals(now.modelAt(2), head.header("x-penstock-model"), head::toString);
        bench.assertCalls(now, failure.reachesUpstream() ? 1 : 0, 1);
    }

    @ParameterizedTest
    @MethodSource("passing")
    @Execution(ExecutionMode.CONCURRENT)
    void aTargetThatFailsOnceIsTriedAgainWhereThereIsNoOther(UpstreamFailure failure) {
        FailoverCase now = new FailoverCase(failure, Targets.ONLY_ONE);
        FailoverBench bench = bench(Topology.ONE_NODE);
        bench.upstream(1).script(now.modelAt(1), failure.answer(), Answer.completion("again"));
        HttpAnswer head = answered(bench.client(), now, "again");
        assertEquals("2", head.header("x-penstock-attempts"), head::toString);
        bench.assertCalls(now, 2, 0);
        List<UpstreamCall> calls = bench.upstream(1).calls(now.modelAt(1));
        long pause = Duration.ofNanos(calls.get(1).receivedAt() - calls.get(0).receivedAt())
                .toMillis();
        assertTrue(pause >= 90, () -> "tried again after " + pause + " ms");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("helpedByAnyTarget")
    @Execution(ExecutionMode.CONCURRENT)
    void aFailureThatPersistsTakesTheWholeBudgetAndNoMore(Topology where, UpstreamFailure failure) {
        FailoverCase now = new FailoverCase(failure, Targets.ALL_FAIL);
        FailoverBench bench = bench(where).failing(now);
        HttpAnswer answer = failure.error(bench.client(), now.model());
        assertAllFailed(answer, now, 3);
        int ofFirst = bench.calls(now, 1);
        assertTrue(
                !failure.reachesUpstream() || ofFirst == 1 || ofFirst == 2,
                () -> ofFirst + " of three calls to the first target");
        bench.assertCalls(now, ofFirst, failure.reachesUpstream() ? 3 - ofFirst : 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("helpedByAnotherTarget")
    @Execution(ExecutionMode.CONCURRENT)
    void withoutRetriesOnlyOneTargetIsCalled(Topology where, UpstreamFailure failure) {
        FailoverCase now = new FailoverCase(failure, Targets.NO_RETRIES);
        FailoverBench bench = bench(where).failing(now);
        assertOwnError(failure.error(bench.client(), now.model()), failure);
        bench.assertCalls(now, failure.reachesUpstream() ? 1 : 0, 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("helpedByNothing")
    @Execution(ExecutionMode.CONCURRENT)
    void theRequestsOwnFaultIsNeverTriedAgain(Topology where, UpstreamFailure failure) {
        for (Targets targets : Targets.values()) {
            FailoverCase now = new FailoverCase(failure, targets);
            FailoverBench bench = bench(where).failing(now);
            assertOwnError(failure.error(bench.client(), now.model()), failure);
            bench.assertCalls(now, 1, 0);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("ofKeys")
    @Execution(ExecutionMode.CONCURRENT)
    void aTargetThatRefusesItsKeyIsCalledOnce(Topology where, UpstreamFailure failure) {
        FailoverCase one = new FailoverCase(failure, Targets.ONLY_ONE);
        FailoverBench bench = bench(where).failing(one);
        assertOwnError(failure.error(bench.client(), one.model()), failure);
        bench.assertCalls(one, 1, 0);
        FailoverCase both = new FailoverCase(failure, Targets.ALL_FAIL);
        assertAllFailed(failure.error(bench.failing(both).client(), both.model()), both, 2);
        bench.assertCalls(both, 1, 1);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("seen")
    @Execution(ExecutionMode.CONCURRENT)
    void aStreamThatFailsAfterContentEndsThereAndThen(Topology where, UpstreamFailure failure) {
        for (Targets targets : List.of(Targets.SECOND_WORKS, Targets.ONLY_ONE)) {
            FailoverCase now = new FailoverCase(failure, targets);
            FailoverBench bench = bench(where).failing(now);
            try (SseClient client = bench.client().stream(now.model(), "hi")) {
                ChatStream stream = ChatStream.failed(client.rest(SOON), now.model());
                assertEquals("a", stream.content());
                assertEquals(failure.code(), stream.error().getString("code"));
                assertEquals(failure.type(), stream.error().getString("type"));
                assertEquals("1", client.headers().get("x-penstock-attempts"));
                assertEquals(now.provider(1), client.headers().get("x-penstock-provider"));
            }
            bench.assertCalls(now, 1, 0);
        }
    }

    /** The shortest of several gaps, since any one of them may be stretched by a busy machine. */
    @ParameterizedTest
    @EnumSource(Topology.class)
    @Execution(ExecutionMode.CONCURRENT)
    void theNextTargetIsTriedWithoutAPause(Topology where) {
        FailoverBench bench = bench(where);
        long shortest = Long.MAX_VALUE;
        for (UpstreamFailure failure : UpstreamFailures.ALL) {
            if (failure.form() == Form.PLAIN && failure.name().startsWith("plain-status-50")) {
                FailoverCase now = new FailoverCase(failure, Targets.SECOND_WORKS_AT_ONCE);
                HttpAnswer answer = bench.failing(now).client().chat(now.model(), "hi");
                assertEquals(200, answer.status(), answer::toString);
                bench.assertCalls(now, 1, 1);
                shortest = Math.min(shortest, gap(bench, now));
            }
        }
        long gap = Duration.ofNanos(shortest).toMillis();
        assertTrue(gap < 90, () -> "tried after " + gap + " ms");
    }

    static Stream<Arguments> helpedByAnotherTarget() {
        return everywhere(failure -> !failure.isSeen() && failure.remedy() != Remedy.NOTHING);
    }

    static Stream<Arguments> helpedByAnyTarget() {
        return everywhere(failure -> !failure.isSeen() && failure.remedy() == Remedy.ANY_TARGET);
    }

    static Stream<UpstreamFailure> passing() {
        return UpstreamFailures.ALL.stream()
                .filter(failure ->
                        !failure.isSeen() && failure.remedy() == Remedy.ANY_TARGET && failure.reachesUpstream());
    }

    static Stream<Arguments> helpedByNothing() {
        return everywhere(failure -> failure.remedy() == Remedy.NOTHING);
    }

    static Stream<Arguments> ofKeys() {
        return everywhere(failure -> failure.remedy() == Remedy.OTHER_TARGET);
    }

    static Stream<Arguments> seen() {
        return everywhere(UpstreamFailure::isSeen);
    }

    private static Stream<Arguments> everywhere(Predicate<UpstreamFailure> wanted) {
        return Stream.of(Topology.values())
                .flatMap(where ->
                        UpstreamFailures.ALL.stream().filter(wanted).map(failure -> Arguments.of(where, failure)));
    }

    private static FailoverBench bench(Topology where) {
        return Objects.requireNonNull(BENCHES.get(where));
    }

    private static long gap(FailoverBench bench, FailoverCase now) {
        UpstreamCall first = bench.upstream(1).calls(now.modelAt(1)).get(0);
        UpstreamCall second = bench.upstream(2).calls(now.modelAt(2)).get(0);
        return second.receivedAt() - first.receivedAt();
    }

    /** A whole and well-formed answer that has nothing of a failed attempt. */
    private static HttpAnswer answered(ChatClient client, FailoverCase now, String content) {
        if (now.failure().form() == Form.PLAIN) {
            HttpAnswer answer = client.chat(now.model(), "hi");
            assertEquals(200, answer.status(), answer::toString);
            assertEquals(content, answer.content());
            assertEquals(now.model(), answer.json().getString("model"));
            return answer;
        }
        try (SseClient events = client.stream(now.model(), "hi")) {
            ChatStream stream = ChatStream.complete(events.rest(SOON), now.model());
            assertEquals(content, stream.content());
            assertFalse(stream.chunks().toString().contains(UpstreamFailures.ID_OF_FAILING));
            return events.head();
        }
    }

    private static void assertOwnError(HttpAnswer answer, UpstreamFailure failure) {
        ErrorAssert.that(answer, failure.status(), failure.type())
                .code(failure.code())
                .header("x-penstock-attempts", "1")
                .lasting();
    }

    private static void assertAllFailed(HttpAnswer answer, FailoverCase now, int attempts) {
        boolean limited = now.failure().status() == 429;
        ErrorAssert error = limited
                ? ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                        .code(now.failure().code())
                : ErrorAssert.that(answer, 503, "service_unavailable").code("all_providers_unavailable");
        error.header("x-penstock-attempts", Integer.toString(attempts)).lasting();
    }
}
