package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.OpenCircuit;
import io.penstock.shared.beat.RestingKey;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.error.Failure;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers and the health of their targets and keys, over a real bus and a scripted provider. */
class WorkersIT {

    private static final Answer BROKEN = Answer.error(500, "it broke", "x");

    private final ScriptedUpstream upstream = ScriptedUpstream.start();

    @TempDir
    Path directory;

    private WorkersFixture workers;

    @BeforeEach
    void start() {
        workers = new WorkersFixture(directory, """
                providers:
                  up: { type: openai, baseUrl: %s, apiKeys: [key-one, key-two], workers: 2 }
                models:
                  m: { targets: [ { provider: up, model: m } ] }
                """.formatted(upstream.baseUrl()));
    }

    @AfterEach
    void stop() {
        workers.close();
        upstream.close();
    }

    @Test
    void refusesATargetThatFailsOnEveryInstance() {
        breakTarget();
        assertTrue(workers.open(0, "m", "v1").isTripped());
        assertTrue(workers.open(1, "m", "v1").isTripped());
        assertTrue(workers.open("other").isAccepted());
        assertEquals("5 failures in a row: answered with status 500", circuit().why());
        assertEquals(
                1,
                workers.meters
                        .get("penstock.circuit.openings")
                        .tag("model", "m")
                        .counter()
                        .count());
        assertEquals(1, workers.changes.get());
    }

    @Test
    void oneProbeAtATimeBringsItBack() {
        breakTarget();
        awaitHalfOpen();
        upstream.script("m", Answer.silent());
        var probe = workers.open("m");
        assertTrue(probe.isAccepted());
        assertTrue(workers.open(1, "m", "v1").isTripped(), "one at a time");
        probe.cancel(Frame.Cancel.Reason.UNWANTED);
        upstream.script("m", Answer.completion("ok"));
        Await.until("room for another probe", () -> workers.open("m").isAccepted(), WorkersFixture.SOON);
        Await.until("a closed circuit", () -> workers.role.health().circuits().isEmpty(), WorkersFixture.SOON);
        assertTrue(workers.open(1, "m", "v1").isAccepted());
    }

    @Test
    void aProbeThatIsTooSlowFailed() {
        breakTarget();
        awaitHalfOpen();
        upstream.script("m", Answer.silent());
        workers.open("m").cancel(Frame.Cancel.Reason.TOO_SLOW);
        Await.until("an open circuit", () -> circuit().millis() > 1000, WorkersFixture.SOON);
        assertEquals("still failing: total deadline passed", circuit().why());
    }

    @Test
    void unwantedCallsCountForNothing() {
        upstream.script("m", Answer.silent());
        for (int i = 0; i < 20; i++) {
            var attempt = workers.open("m");
            assertTrue(attempt.isAccepted());
            attempt.cancel(Frame.Cancel.Reason.UNWANTED);
        }
        assertTrue(workers.open("m").isAccepted());
    }

    @Test
    void streamsThatBreakOffCountAsFailures() {
        upstream.script("m", Answer.stream().role().content("some").thenCut());
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    Failure.Cause.PROVIDER, workers.open("m").awaitFailure().cause());
        }
        assertTrue(workers.open("m").isTripped());
    }

    @Test
    void theLastResortIsTriedAndBringsItBack() {
        breakTarget();
        upstream.script("m", Answer.completion("ok"));
        assertTrue(workers.open("m").isTripped());
        assertTrue(workers.openAsLastResort("m").awaitEnd() instanceof Frame.End);
        assertTrue(workers.open("m").isAccepted());
    }

    @Test
    void hearsOfOtherNodes() {
        workers.hearFrom("other", new Health(Map.of("up/m", new OpenCircuit(7, 60_000, "it broke")), List.of()));
        assertTrue(workers.open("m").isTripped());
        assertEquals(7, circuit().opening());
    }

    @Test
    void aLimitedKeyMakesRoomForTheNext() {
        upstream.script("m", Answer.error(429, "slow down", "rpm", "retry-after", "60"));
        Failure first = workers.open(0, "m", "v1").awaitFailure();
        assertEquals(Failure.Retry.ANYWHERE, first.retry());
        assertEquals(0, first.error().retryAfterMillis());
        Failure second = workers.open(1, "m", "v1").awaitFailure();
        assertTrue(second.error().retryAfterMillis() > 50_000, second::toString);
        assertEquals(
                2,
                upstream.calls("m").stream()
                        .map(call -> call.header("authorization"))
                        .distinct()
                        .count());
        assertTrue(workers.open("m").isTripped(), "no key is left for it");
        assertTrue(workers.open("other").isAccepted());
    }

    @Test
    void aRefusedKeyIsToldByItsFingerprint() {
        upstream.queue(Answer.error(401, "bad key", "invalid_api_key"));
        assertEquals(0, workers.open("m").awaitFailure().error().retryAfterMillis());
        List<RestingKey> resting = workers.role.health().keys();
        assertEquals(1, resting.size());
        assertTrue(resting.get(0).broken() && resting.get(0).millis() > 50_000);
        assertFalse(resting.toString().contains("key-"), resting::toString);
        for (int i = 0; i < 4; i++) {
            assertTrue(workers.open(i % 2, "m", "v1").awaitEnd() instanceof Frame.End);
        }
        assertEquals(
                2,
                upstream.calls("m").stream()
                        .map(call -> call.header("authorization"))
                        .distinct()
                        .count());
    }

    @Test
    void isWellAgainAfterOtherNodesToldOfKeys() {
        upstream.queue(Answer.error(401, "bad key", "invalid_api_key"));
        Failure unused = workers.open("m").awaitFailure();
        Health told = workers.role.health();
        try (WorkersFixture other = new WorkersFixture(directory, """
                providers: { up: { type: openai, baseUrl: %s, apiKeys: [key-one, key-two] } }
                """.formatted(upstream.baseUrl()))) {
            other.hearFrom("first", told);
            assertEquals(
                    told.keys().get(0).key(), other.role.health().keys().get(0).key());
        }
    }

    private void breakTarget() {
        upstream.script("m", BROKEN);
        for (int i = 0; i < 5; i++) {
            Failure unused = workers.open(i % 2, "m", "v1").awaitFailure();
        }
    }

    private void awaitHalfOpen() {
        Await.until("a half-open circuit", () -> circuit().millis() == 0, WorkersFixture.SOON);
    }

    private OpenCircuit circuit() {
        OpenCircuit circuit = workers.role.health().circuits().get("up/m");
        if (circuit == null) {
            throw new AssertionError("the circuit is closed");
        }
        return circuit;
    }
}
