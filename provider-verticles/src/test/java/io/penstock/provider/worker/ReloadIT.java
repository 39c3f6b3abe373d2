package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.error.Failure;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.Gate;
import io.penstock.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's workers while its configuration changes. */
class ReloadIT {

    private static final Answer REFUSED = Answer.error(401, "bad key", "invalid_api_key");

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ScriptedUpstream another = ScriptedUpstream.start();

    @TempDir
    Path directory;

    private WorkersFixture workers;

    @BeforeEach
    void start() {
        workers = new WorkersFixture(directory, providers(upstream, 2));
    }

    @AfterEach
    void stop() {
        workers.close();
        upstream.close();
        another.close();
    }

    @Test
    void aNewProviderGetsWorkers() {
        workers.reload(
                providers(upstream, 2).replace("}\nmodels", ", more: { type: echo, workers: 3 } }\nmodels"), "v2");
        assertEquals(Set.of("up", "more"), workers.role.inFlight().keySet());
        assertEquals(3, workers.told("more"));
        assertTrue(workers.isThere("more", 2));
        assertTrue(workers.changes.get() > 0);
    }

    @Test
    void newCallsGoByTheNewConfigurationAndThoseOfBeforeByTheirs() {
        workers.keepMillis = 60_000;
        workers.reload(providers(another, 2), "v2");
        assertWell(workers.open(0, "new", "v2"));
        assertWell(workers.open(1, "old", "v1"));
        assertWell(workers.open(1, "unheard of", "v0"));
        assertEquals(1, another.calls("new").size());
        assertEquals(1, upstream.calls("old").size());
        assertEquals(1, another.calls("unheard of").size(), "the current one");
    }

    @Test
    void whereTheRequestsOfBeforeHaveEndedTheirConfigurationIsForgotten() {
        workers.reload(providers(another, 2), "v2");
        Await.until(
                "the current configuration for an old version",
                () -> {
                    assertWell(workers.open(0, "old", "v1"));
                    return !another.calls("old").isEmpty();
                },
                WorkersFixture.SOON);
    }

    @Test
    void aRunningStreamGoesOn() {
        Gate gate = new Gate();
        upstream.script(
                "m",
                Answer.stream()
                        .role()
                        .content("a")
                        .await(gate)
                        .content("b")
                        .finish("stop")
                        .done());
        var attempt = workers.open("m").awaitContent();
        workers.reload(providers(another, 2), "v2");
        Await.until(
                "an end of the old configuration",
                () -> {
                    assertWell(workers.open(0, "old", "v1"));
                    return !another.calls("old").isEmpty();
                },
                WorkersFixture.SOON);
        gate.open();
        assertWell(attempt);
    }

    @Test
    void aRemovedProviderStaysForTheRequestsOfBefore() {
        workers.reload("providers: { other: { type: echo, workers: 1 } }", "v2");
        assertEquals(2, workers.told("up"));
        assertWell(workers.open("m"));
        Await.until("the provider to be gone", () -> workers.told("up") == 0, WorkersFixture.SOON);
        Await.until("its address to be gone", () -> !workers.isThere("up", 0), WorkersFixture.SOON);
        assertEquals(1, workers.told("other"));
    }

    @Test
    void aRemovedProviderThatComesBackStays() {
        workers.reload("providers: { other: { type: echo, workers: 1 } }", "v2");
        workers.reload(providers(upstream, 2), "v3");
        Await.until("the other one to be gone", () -> workers.told("other") == 0, WorkersFixture.SOON);
        assertEquals(2, workers.told("up"));
        assertWell(workers.open("m"));
    }

    @Test
    void instancesComeAndGo() {
        workers.reload(providers(upstream, 3), "v2");
        assertEquals(3, workers.told("up"));
        assertWell(workers.open(2, "m", "v2"));
        Gate gate = new Gate();
        upstream.script(
                "slow",
                Answer.stream().role().content("a").await(gate).finish("stop").done());
        var running = workers.open(2, "slow", "v2").awaitContent();
        workers.reload(providers(upstream, 1), "v3");
        assertEquals(1, workers.told("up"));
        Await.until("the idle one to be gone", () -> !workers.isThere("up", 1), WorkersFixture.SOON);
        gate.open();
        assertWell(running);
        Await.until("the last one to be gone", () -> !workers.isThere("up", 2), WorkersFixture.SOON);
        assertTrue(workers.isThere("up", 0));
    }

    @Test
    void anInstanceThatJoinsKnowsTheConfigurationOfBefore() {
        workers.keepMillis = 60_000;
        workers.reload(providers(another, 3), "v2");
        assertWell(workers.open(2, "old", "v1"));
        assertWell(workers.open(2, "new", "v2"));
        assertEquals(1, upstream.calls("old").size());
        assertEquals(1, another.calls("new").size());
    }

    @Test
    void anInstanceThatIsLeavingCanComeBack() {
        Gate gate = new Gate();
        upstream.script(
                "slow",
                Answer.stream().role().content("a").await(gate).finish("stop").done());
        var running = workers.open(1, "slow", "v1").awaitContent();
        workers.reload(providers(upstream, 1), "v2");
        workers.reload(providers(another, 2), "v3");
        gate.open();
        assertWell(running);
        assertWell(workers.open(1, "m", "v3"));
        assertEquals(1, another.calls("m").size());
    }

    @Test
    void healthStaysWithAnUnchangedProviderAndIsForgottenWithAChangedOne() {
        breakTarget();
        upstream.queue(REFUSED);
        Failure unused = workers.open("other").awaitFailure();
        workers.reload(providers(upstream, 2) + "keys: []\n", "v2");
        assertTrue(workers.open("m").isTripped());
        assertEquals(1, workers.role.health().keys().size());
        workers.reload(providers(another, 2), "v3");
        assertWell(workers.open(0, "m", "v3"));
        assertTrue(workers.role.health().keys().isEmpty());
    }

    @Test
    void aConfigurationThatCannotBeServedChangesNothing() {
        workers.failDeployments = true;
        assertFalse(workers.tryReload(providers(another, 3), "v2"));
        workers.failDeployments = false;
        assertEquals(2, workers.told("up"));
        assertWell(workers.open(0, "m", "v2"));
        assertEquals(1, upstream.calls("m").size());
        workers.reload(providers(another, 3), "v2");
        assertEquals(3, workers.told("up"));
    }

    private void breakTarget() {
        upstream.script("m", Answer.error(500, "it broke", "x"));
        for (int i = 0; i < 5; i++) {
            Failure unused = workers.open("m").awaitFailure();
        }
    }

    private static void assertWell(WorkersFixture.Attempt attempt) {
        assertTrue(attempt.isAccepted());
        Frame end = attempt.awaitEnd();
        assertTrue(end instanceof Frame.End, end::toString);
    }

    private static String providers(ScriptedUpstream upstream, int workers) {
        return """
                providers: { up: { type: openai, baseUrl: "%s", apiKeys: [key-one, key-two], workers: %d } }
                models:
                  m: { targets: [ { provider: up, model: m } ] }
                """.formatted(upstream.baseUrl(), workers);
    }
}
