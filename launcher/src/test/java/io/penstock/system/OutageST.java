package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.Load;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that die and come back under load: what it costs, how often they are called, how soon all is well. */
class OutageST {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CLIENTS = 200;
    private static final int RETRIES = 2;
    private static final Answer DOWN = Answer.error(503, "we are down", "down");

    private static final String MODELS = """
            providers:
              one: { type: openai, baseUrl: "%s" }
              two: { type: openai, baseUrl: "%s" }
            models:
              outage:
                targets: [ { provider: one, model: outage }, { provider: two, model: outage } ]
                retries: 2
                timeouts: { total: 20s }
              single: { targets: [ { provider: one, model: single } ], retries: 0 }
            """;

    @TempDir
    static Path directory;

    private ScriptedUpstream one;
    private ScriptedUpstream two;

    @BeforeEach
    void start() {
        one = ScriptedUpstream.start();
        two = ScriptedUpstream.start();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private String models() {
        return MODELS.formatted(one.baseUrl(), two.baseUrl());
    }

    private void script(Answer ofOne, Answer ofTwo) {
        one.script("outage", ofOne);
        two.script("outage", ofTwo);
    }

    private int calls() {
        return one.calls("outage").size() + two.calls("outage").size();
    }

    @Test
    void aTotalOutageMakesExactlyTheBudgetsCallsAndEndsWithTheFirstHealthyTarget() {
        NodeConfig config = NodeConfig.node("outage").with(models());
        try (NodeProcess node = config.start(directory)) {
            outage(List.of(config.httpPort()), node.tail());
        }
    }

    @Test
    void theSameIsTrueOfACluster() {
        try (ClusterFixture cluster = ClusterFixture.start(directory, 2, 2, 1, models(), UnaryOperator.identity())) {
            outage(
                    List.of(
                            cluster.gateway(1).config().httpPort(),
                            cluster.gateway(2).config().httpPort()),
                    cluster.tails());
        }
    }

    private void outage(List<Integer> ports, String tails) {
        for (boolean stream : new boolean[] {false, true}) {
            JsonObject request = stream ? ChatClient.streamRequest("outage", "hi") : ChatClient.request("outage", "hi");
            script(DOWN, DOWN);
            int before = calls();
            // Twice as many requests as clients: the second half begins with all circuits open.
            List<Load.Result> results = Load.run(ports, CLIENTS, 2 * CLIENTS, request, SOON);
            for (Load.Result result : results) {
                assertEquals(503, result.status(), result + tails);
                assertTrue(result.body().contains("all_providers_unavailable"), result.body());
                assertEquals(String.valueOf(RETRIES + 1), result.attempts());
                assertTrue(result.endMillis() < 20_000, result.toString());
            }
            assertEquals(2 * CLIENTS * (RETRIES + 1), calls() - before);

            script(DOWN, Answer.completion("two is back"));
            long healed = System.nanoTime();
            ChatClient client = ChatClient.of(ports.get(0));
            Await.until(
                    "an answer of the first healthy target",
                    () -> client.post(request.encode()).text().contains("two is back"),
                    Duration.ofSeconds(2));
            long recovered = System.nanoTime();
            assertTrue(recovered - healed < Duration.ofSeconds(2).toNanos());
            // From now on nobody waits for the dead target but for its probes.
            int calls = one.calls("outage").size();
            assertTrue(Load.run(ports, 20, 400, request, SOON).stream().allMatch(Load.Result::isGood));
            assertTrue(
                    one.calls("outage").size() - calls < 20,
                    "calls to the dead target: " + (one.calls("outage").size() - calls));
        }
    }

    @Test
    void withoutRetriesTooAnOutageEndsWithinTwoSeconds() {
        NodeConfig config = NodeConfig.node("no-retries").with(models());
        try (NodeProcess node = config.start(directory)) {
            ChatClient client = ChatClient.of(config.httpPort());
            one.script("single", DOWN);
            for (int i = 0; i < 20; i++) {
                assertEquals(503, client.chat("single", "hi").status(), node.tail());
            }
            assertEquals(20, one.calls("single").size());
            one.script("single", Answer.completion("back"));
            Await.until(
                    "the target to be used again",
                    () -> client.chat("single", "hi").status() == 200,
                    Duration.ofSeconds(2));
        }
    }

    @Test
    void aTargetThatDiesUnderLoadCostsAtMostTheRequestsInFlightOnIt() {
        NodeConfig config = NodeConfig.node("dying").with(models());
        try (NodeProcess node = config.start(directory)) {
            Answer slowStream = Answer.stream()
                    .role()
                    .content("a")
                    .pause(Duration.ofMillis(100))
                    .content("b")
                    .finish("stop")
                    .done();
            script(slowStream, slowStream);
            List<Load.Result> results;
            int inFlight;
            try (Load load = Load.start(List.of(config.httpPort()), 50, ChatClient.streamRequest("outage", "hi"))) {
                Await.until("requests to run", () -> load.results().size() > 200, SOON);
                one.close();
                inFlight = 50;
                int atDeath = load.results().size();
                Await.until("requests after the death", () -> load.results().size() > atDeath + 500, SOON);
                results = load.stop(SOON);
            } finally {
                one = ScriptedUpstream.start();
            }
            long bad = results.stream().filter(result -> !result.isGood()).count();
            assertTrue(bad <= inFlight, bad + " requests failed" + node.tail());
            List<Load.Result> later = results.subList(results.size() - 300, results.size());
            assertTrue(
                    later.stream().allMatch(result -> "two".equals(result.provider())), "all go to the other target");
            for (Load.Result result : results) {
                assertEquals(200, result.status(), result.body());
            }
        }
    }

    @Test
    void plainAnswersLoseNothingWhenATargetDies() {
        NodeConfig config = NodeConfig.node("dying-plain").with(models());
        try (NodeProcess node = config.start(directory)) {
            List<Load.Result> results;
            try (Load load = Load.start(List.of(config.httpPort()), 50, ChatClient.request("outage", "hi"))) {
                Await.until("requests to run", () -> load.results().size() > 500, SOON);
                one.close();
                int atDeath = load.results().size();
                Await.until("requests after the death", () -> load.results().size() > atDeath + 500, SOON);
                results = load.stop(SOON);
            } finally {
                one = ScriptedUpstream.start();
            }
            results.forEach(result -> assertTrue(result.isGood(), result + node.tail()));
        }
    }
}
