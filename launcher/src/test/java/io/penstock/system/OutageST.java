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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that die and come back under load: what it costs, how often they are called, how soon all is well. */
@Tag("alone")
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
            // By the end of some hundred requests all gateways know, and the dead target gets its probes only.
            assertTrue(Load.run(ports, 20, 400, request, SOON).stream().allMatch(Load.Result::isGood));
            int known = one.calls("outage").size();
            assertTrue(Load.run(ports, 20, 400, request, SOON).stream().allMatch(Load.Result::isGood));
            int probes = one.calls("outage").size() - known;
            assertTrue(probes <= 6, probes + " calls to the dead target");
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

    /** The targets are processes of their own here, so that one can die at a stroke. */
    private static NodeConfig target(String name) {
        return NodeConfig.node(name).with("""
                providers: { echo: { type: echo, delay: 20ms } }
                models: { outage: { targets: [ { provider: echo, model: echo } ] } }
                """);
    }

    private static String modelsAt(NodeConfig one, NodeConfig two) {
        return MODELS.formatted(
                "http://127.0.0.1:" + one.httpPort() + "/v1", "http://127.0.0.1:" + two.httpPort() + "/v1");
    }

    private static NodeConfig gatewayTo(NodeConfig one, NodeConfig two) {
        return NodeConfig.node("gateway").with(modelsAt(one, two));
    }

    @Test
    void aTargetThatDiesUnderLoadCostsAtMostTheStreamsInFlightOnIt() {
        NodeConfig first = target("first");
        NodeConfig second = target("second");
        NodeConfig config = gatewayTo(first, second);
        try (NodeProcess dying = first.start(directory);
                NodeProcess other = second.start(directory);
                NodeProcess node = config.start(directory)) {
            death(List.of(config.httpPort()), dying, () -> node.tail() + other.tail());
        }
    }

    @Test
    void theSameIsTrueOfTheTargetsOfACluster() {
        NodeConfig first = target("first");
        NodeConfig second = target("second");
        try (NodeProcess dying = first.start(directory);
                NodeProcess other = second.start(directory);
                ClusterFixture cluster =
                        ClusterFixture.start(directory, 2, 2, 1, modelsAt(first, second), UnaryOperator.identity())) {
            List<Integer> ports = List.of(
                    cluster.gateway(1).config().httpPort(),
                    cluster.gateway(2).config().httpPort());
            death(ports, dying, () -> cluster.tails() + other.tail());
        }
    }

    private static void death(List<Integer> ports, NodeProcess dying, Supplier<String> tails) {
        try (Load load = Load.start(ports, 50, ChatClient.streamRequest("outage", "one two three four"))) {
            Await.until("requests to run", () -> load.results().size() > 200, SOON);
            dying.kill9();
            int atDeath = load.results().size();
            Await.until("requests after the death", () -> load.results().size() > atDeath + 500, SOON);
            List<Load.Result> results = load.stop(SOON);

            List<Load.Result> bad =
                    results.stream().filter(result -> !result.isGood()).toList();
            assertTrue(bad.size() <= 50, () -> bad.size() + " requests failed: " + bad + tails.get());
            bad.forEach(result -> assertTrue(result.body().contains("event: error"), result.body()));
            List<Load.Result> later = results.subList(atDeath + 150, results.size());
            assertTrue(later.stream().allMatch(result -> "two".equals(result.provider())), tails);
        }
    }

    @Test
    void plainAnswersLoseNothingWhenATargetDies() {
        NodeConfig first = target("first");
        NodeConfig second = target("second");
        NodeConfig config = gatewayTo(first, second);
        try (NodeProcess dying = first.start(directory);
                NodeProcess other = second.start(directory);
                NodeProcess node = config.start(directory);
                Load load = Load.start(List.of(config.httpPort()), 50, ChatClient.request("outage", "one two three"))) {
            Await.until("requests to run", () -> load.results().size() > 200, SOON);
            dying.kill9();
            int atDeath = load.results().size();
            Await.until("requests after the death", () -> load.results().size() > atDeath + 500, SOON);
            load.stop(SOON).forEach(result -> assertTrue(result.isGood(), result + node.tail() + other.tail()));
        }
    }
}
