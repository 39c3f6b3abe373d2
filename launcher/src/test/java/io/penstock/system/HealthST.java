package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two gateways and two provider nodes know of targets and keys, and what they make of it. */
class HealthST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Answer DOWN = Answer.error(500, "it broke", "broken");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        String keys = "apiKeys: [sk-refused-by-provider, sk-taken-by-provider]";
        cluster = ClusterFixture.start(
                directory, 2, 2, 1, """
                providers:
                  up: { type: openai, baseUrl: "%1$s" }
                  keyed: { type: openai, baseUrl: "%1$s", %2$s }
                models:
                  limited: { targets: [ { provider: up, model: limited-1 }, { provider: up, model: limited-2 } ] }
                  dying: { targets: [ { provider: up, model: dying-1 }, { provider: up, model: dying-2 } ] }
                  patient: { targets: [ { provider: up, model: patient } ], retries: 0 }
                  keyed: { targets: [ { provider: keyed, model: keyed } ] }
                """.formatted(upstream.baseUrl(), keys), UnaryOperator.identity());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        upstream.close();
    }

    private static ChatClient client(int gateway) {
        return cluster.gateway(gateway).client();
    }

    /** The entries of that list which name this target, over all nodes as that gateway knows them. */
    private static List<JsonObject> shown(int gateway, String list, String key, String value) {
        JsonArray nodes = cluster.gateway(gateway).admin("/cluster").json().getJsonArray("nodes");
        return nodes.stream()
                .map(JsonObject.class::cast)
                .flatMap(node -> node.getJsonArray(list, new JsonArray()).stream())
                .map(JsonObject.class::cast)
                .filter(entry -> value.equals(entry.getString(key)))
                .toList();
    }

    private static List<JsonObject> circuits(int gateway, String target) {
        return shown(gateway, "circuits", "target", target);
    }

    private static double metric(int gateway, String name, String labels) {
        return cluster.gateway(gateway)
                .admin("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void aPauseThatAProviderAsksForIsKeptByAllGatewaysWithinASecond() {
        upstream.script("limited-1", Answer.error(429, "slow down", "rate", "retry-after", "60"));
        HttpAnswer first = client(1).chat("limited", "hi");
        assertEquals("2", first.header("x-penstock-attempts"), cluster::tails);
        Await.until(
                () -> "the other gateway to know of the pause: "
                        + cluster.gateway(2).admin("/cluster").text(),
                () -> circuits(2, "up/limited-1").size() == 2,
                A_SECOND);
        for (int i = 0; i < 20; i++) {
            HttpAnswer answer = client(1 + i % 2).chat("limited", "hi");
            assertEquals(200, answer.status());
            assertEquals("1", answer.header("x-penstock-attempts"));
        }
        assertEquals(1, upstream.calls("limited-1").size());
        JsonObject circuit = circuits(2, "up/limited-1").get(0);
        assertEquals("open", circuit.getString("state"));
        assertTrue(circuit.getLong("forMs") > 50_000, circuit.encode());
        for (int gateway = 1; gateway <= 2; gateway++) {
            assertEquals(1, metric(gateway, "penstock_target_open", "model=\"limited-1\""));
            assertEquals(0, metric(gateway, "penstock_target_open", "model=\"limited-2\""));
        }
    }

    @Test
    void aTargetThatFailsIsLeftAloneAndUsedAgainWhenItIsWell() {
        upstream.script("dying-1", DOWN);
        Await.until(
                () -> "a circuit to open" + cluster.tails(),
                () -> {
                    assertEquals(200, client(1).chat("dying", "hi").status());
                    return !circuits(1, "up/dying-1").isEmpty();
                },
                SOON);
        int learned = upstream.calls("dying-1").size();
        assertTrue(learned <= 10, learned + " failures before anybody knew");
        Await.until("both nodes to know", () -> circuits(2, "up/dying-1").size() == 2, A_SECOND);
        for (int i = 0; i < 300; i++) {
            assertEquals(200, client(1 + i % 2).chat("dying", "hi").status());
        }
        int probes = upstream.calls("dying-1").size() - learned;
        assertTrue(probes <= 12, probes + " calls to a target that fails");

        upstream.script("dying-1", Answer.completion("well again"));
        Await.until(
                "the target to be used again",
                () -> client(1).chat("dying", "hi").text().contains("well again"),
                SOON);
        Await.until(
                "both nodes to have tried it",
                () -> {
                    assertEquals(200, client(2).chat("dying", "hi").status());
                    return circuits(2, "up/dying-1").isEmpty();
                },
                SOON);
    }

    @Test
    void clientsThatLeaveOrHaveNoTimeDoNotHarmATarget() {
        upstream.script("patient", Answer.silent());
        for (int i = 0; i < 16; i++) {
            HttpAnswer answer =
                    client(1 + i % 2).post(ChatClient.request("patient", "hi").encode(), "x-penstock-timeout", "60ms");
            ErrorAssert.that(answer, 504, "timeout_error").code("client_timeout");
        }
        for (int i = 0; i < 16; i++) {
            int before = upstream.calls("patient").size();
            try (RawHttp leaving = client(1 + i % 2).start(ChatClient.request("patient", "hi"))) {
                Await.until("the call", () -> upstream.calls("patient").size() > before, SOON);
                leaving.leave();
            }
        }
        Await.until("the calls to end", () -> upstream.running("patient") == 0, SOON);
        upstream.script("patient", Answer.completion("ok"));
        assertEquals(200, client(1).chat("patient", "hi").status());
        assertEquals(List.of(), circuits(1, "up/patient"));
        assertEquals(List.of(), circuits(2, "up/patient"));
    }

    @Test
    void aKeyThatWasRefusedIsNotUsedAgainByAnyNode() {
        upstream.script("keyed", (call, response) -> (String.valueOf(call.header("authorization"))
                                .contains("refused")
                        ? Answer.error(401, "bad key", "invalid_api_key")
                        : Answer.completion("ok"))
                .answer(call, response));
        Await.until(
                () -> "the key to be refused" + cluster.tails(),
                () -> {
                    assertEquals(200, client(1).chat("keyed", "hi").status());
                    return !shown(1, "keys", "provider", "keyed").isEmpty();
                },
                SOON);
        Await.until(
                "both nodes to know",
                () -> shown(2, "keys", "provider", "keyed").size() == 2,
                A_SECOND);
        long refused = refusedCalls();
        for (int i = 0; i < 20; i++) {
            HttpAnswer answer = client(1 + i % 2).chat("keyed", "hi");
            assertEquals("1", answer.header("x-penstock-attempts"));
        }
        assertEquals(refused, refusedCalls());
        String everything = cluster.gateway(1).admin("/cluster").text() + cluster.tails();
        assertFalse(everything.contains("refused-by-provider"), everything);
    }

    private static long refusedCalls() {
        return upstream.calls("keyed").stream()
                .filter(call -> String.valueOf(call.header("authorization")).contains("refused"))
                .count();
    }
}
