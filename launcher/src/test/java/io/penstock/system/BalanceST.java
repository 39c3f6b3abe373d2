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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How requests are shared among targets, counted where they arrive. */
@Tag("alone")
class BalanceST {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int ROUNDS = 3;

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
    }

    @AfterAll
    static void stop() {
        upstream.close();
    }

    private static String models() {
        return """
                providers: { up: { type: openai, baseUrl: "%s", apiKeys: [
                    { key: sk-light, weight: 1 }, { key: sk-heavy, weight: 3 } ] } }
                models:
                  weighted:
                    strategy: weighted
                    targets: [ { provider: up, model: heavy, weight: 3 }, { provider: up, model: light, weight: 1 } ]
                  least-busy:
                    strategy: least-busy
                    targets: [ { provider: up, model: slow }, { provider: up, model: quick } ]
                  fastest:
                    strategy: fastest
                    targets: [ { provider: up, model: late }, { provider: up, model: early } ]
                  alone:
                    targets: [ { provider: up, model: stalling } ]
                  hedged:
                    targets: [ { provider: up, model: stalling }, { provider: up, model: healthy } ]
                    hedge: { after: 150ms }
                  hedged-p95:
                    targets: [ { provider: up, model: stalling-95 }, { provider: up, model: healthy } ]
                    hedge: { after: p95 }
                """.formatted(upstream.baseUrl());
    }

    private static Answer after(Duration delay) {
        return Answer.stream()
                .headers()
                .pause(delay)
                .role()
                .content("hi")
                .finish("stop")
                .done();
    }

    @Test
    void oneNode() {
        NodeConfig config = NodeConfig.node("balance").with(models());
        try (NodeProcess node = config.start(directory)) {
            List<Integer> ports = List.of(config.httpPort());
            weightsAreMet(ports, 10_000);
            leastBusyKeepsTargetsOfUnequalSpeedEquallyLoaded(ports, 0.1);
            fastestPrefersTheSoonestFirstToken(ports);
            hedgingKeepsTheSlowestRequestsQuick(ports, config.adminPort());
            assertTrue(node.isAlive());
        }
    }

    @Test
    void twoGatewaysAndTwoProviderNodes() {
        try (ClusterFixture cluster = ClusterFixture.start(directory, 2, 2, 1, models(), UnaryOperator.identity())) {
            List<Integer> ports = List.of(
                    cluster.gateway(1).config().httpPort(),
                    cluster.gateway(2).config().httpPort());
            weightsAreMet(ports, 4_000);
            leastBusyKeepsTargetsOfUnequalSpeedEquallyLoaded(ports, 0.3);
        }
    }

    private static void weightsAreMet(List<Integer> ports, int requests) {
        int heavy = upstream.calls("heavy").size();
        int light = upstream.calls("light").size();
        int heavyKey = keyed("sk-heavy");
        List<Load.Result> results = Load.run(ports, 32, requests, ChatClient.request("weighted", "hi"), SOON);
        assertTrue(results.stream().allMatch(Load.Result::isGood));
        heavy = upstream.calls("heavy").size() - heavy;
        light = upstream.calls("light").size() - light;
        assertEquals(requests, heavy + light);
        assertEquals(requests * 0.75, heavy, requests * 0.02);
        assertEquals(requests * 0.75, keyed("sk-heavy") - heavyKey, requests * 0.02);
    }

    private static int keyed(String key) {
        return (int) upstream.calls().stream()
                .filter(call -> ("Bearer " + key).equals(call.header("authorization")))
                .count();
    }

    /** Load is time in flight, as it was: on a busy machine an answer takes longer than it is scripted to. */
    private static void leastBusyKeepsTargetsOfUnequalSpeedEquallyLoaded(List<Integer> ports, double tolerance) {
        upstream.script("slow", after(Duration.ofMillis(200)));
        upstream.script("quick", after(Duration.ofMillis(40)));
        List<Load.Result> results = Load.run(ports, 40, 2400, ChatClient.streamRequest("least-busy", "hi"), SOON);
        assertTrue(results.stream().allMatch(Load.Result::isGood));
        double loadOfSlow = millisInFlight(results, "slow");
        double loadOfQuick = millisInFlight(results, "quick");
        assertEquals(1, loadOfSlow / loadOfQuick, tolerance, loadOfSlow + " to " + loadOfQuick);
    }

    private static double millisInFlight(List<Load.Result> results, String model) {
        return results.stream()
                .filter(result -> model.equals(result.model()))
                .mapToLong(Load.Result::endMillis)
                .sum();
    }

    private static void fastestPrefersTheSoonestFirstToken(List<Integer> ports) {
        upstream.script("late", after(Duration.ofMillis(120)));
        upstream.script("early", after(Duration.ofMillis(20)));
        JsonObject request = ChatClient.streamRequest("fastest", "hi");
        Load.run(ports, 8, 100, request, SOON);
        int late = upstream.calls("late").size();
        Load.run(ports, 8, 1000, request, SOON);
        int explored = upstream.calls("late").size() - late;
        assertTrue(explored > 10 && explored < 150, explored + " of 1000 explore");
    }

    private static void hedgingKeepsTheSlowestRequestsQuick(List<Integer> ports, int adminPort) {
        Answer healthy = after(Duration.ofMillis(100));
        upstream.script("healthy", healthy);
        for (int round = 1; !hedgingKeepsUp(ports, healthy, round == ROUNDS); round++) {
            // A busy machine has its own stalls, which no hedge can cut short.
        }
        String metrics = ChatClient.of(adminPort).get("/metrics").text();
        assertTrue(metrics.contains("penstock_hedges_total{model=\"hedged\""), metrics);
        Await.until(
                "the end of the attempts that lost",
                () -> upstream.running("stalling") + upstream.running("stalling-95") + upstream.running("healthy") == 0,
                Duration.ofSeconds(1));
    }

    /** @param last whether to fail where it does not */
    private static boolean hedgingKeepsUp(List<Integer> ports, Answer healthy, boolean last) {
        upstream.script("stalling", healthy);
        long good = p99(ports, "alone");
        upstream.script("stalling", stallingOneInTwenty(healthy));
        upstream.script("stalling-95", stallingOneInTwenty(healthy));
        long unhedged = p99(ports, "alone");
        assertTrue(unhedged >= 2000, "without a hedge the stalls show: " + unhedged);
        long fixed = p99(ports, "hedged");
        long byPercentile = p99(ports, "hedged-p95");
        boolean keepsUp = fixed <= 150 + good + 20 && byPercentile <= 2 * good + 10;
        assertTrue(
                keepsUp || !last,
                "p99 " + fixed + " ms hedged after 150 ms, " + byPercentile + " at p95, " + good + " healthy");
        return keepsUp;
    }

    private static Answer stallingOneInTwenty(Answer healthy) {
        AtomicInteger turn = new AtomicInteger();
        Answer stall = after(Duration.ofSeconds(2));
        return (call, response) -> (turn.incrementAndGet() % 20 == 0 ? stall : healthy).answer(call, response);
    }

    private static long p99(List<Integer> ports, String model) {
        List<Load.Result> results = Load.run(ports, 20, 400, ChatClient.streamRequest(model, "hi"), SOON);
        assertTrue(results.stream().allMatch(Load.Result::isGood));
        long[] sorted = results.stream()
                .mapToLong(Load.Result::firstByteMillis)
                .sorted()
                .toArray();
        return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
    }
}
