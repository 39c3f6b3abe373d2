package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.UpstreamCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One gateway node and one provider node: what holds inside a node holds between two. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteStreamsST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"]");
    private static final ClientKey LIMITED =
            new ClientKey("limited", "models: [\"*\"], limits: { requestsPerMinute: 1000 }");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static ClusterFixture cluster;
    private static ChatClient client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        CaseModels models = new CaseModels(upstream)
                .echo("echo", "")
                .each("m", "cut", "large", "flood", "leave-mid", "leave-before", "leave-plain")
                .one("failing", "retries: 0");
        cluster = ClusterFixture.start(
                directory, 1, 1, 2, models.yaml() + ClientKey.yaml(ALL, LIMITED), NodeConfig::authByKeys);
        client = cluster.gateway(1).client().withKey(ALL.key());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        upstream.close();
    }

    @Test
    @Order(1)
    void plainAndStreamedAnswersCrossTheNodes() {
        assertEquals("hello", client.chat("echo", "say hello").content());
        ChatStream stream = client.streamed(ChatClient.streamRequest("echo", "count from 1 to 500"));
        assertEquals(client.chat("echo", "count from 1 to 500").content(), stream.content());
    }

    @Test
    @Order(1)
    void onlyTheProviderNodeCallsTheProvider() {
        HttpAnswer answer = client.chat("m", "hi");
        assertEquals("ok", answer.content());
        assertEquals("m", answer.header("x-penstock-provider"));
        assertEquals(
                "Bearer " + CaseModels.secretOf("m"),
                upstream.awaitCall("m", SOON).header("authorization"));
    }

    @Test
    @Order(1)
    void errorsCrossTheNodes() {
        upstream.script("failing", Answer.error(422, "cannot do that", "unprocessable"));
        HttpAnswer answer = client.chat("failing", "hi");
        assertEquals(422, answer.status(), answer::toString);
        upstream.script("cut", Answer.stream().role().content("a").thenCut());
        try (SseClient stream = client.stream("cut", "hi")) {
            assertEquals(
                    "upstream_truncated",
                    ChatStream.failed(stream.rest(SOON), "cut").error().getString("code"));
        }
    }

    @Test
    @Order(1)
    void bodiesOfFiveMegabytesCrossTheNodesIntact() {
        String text = "0123456789abcde\n".repeat(5 * 1024 * 1024 / 16);
        upstream.script("large", Answer.json(Chunks.completion("large", text)));
        String body = ChatClient.request("large", text).encode();
        HttpAnswer answer = client.post(body);
        assertEquals(200, answer.status());
        assertTrue(text.equals(answer.content()), "the answer of 5 MB came changed");
        UpstreamCall call = upstream.awaitCall("large", SOON);
        assertArrayEquals(body.getBytes(StandardCharsets.UTF_8), call.body());
    }

    @Test
    @Order(2)
    void aClientThatDoesNotReadSlowsItsOwnProviderOnly() {
        long size = 50_000_000;
        upstream.script("flood", Answer.flood(size));
        SlowReader.check(upstream, client, "flood", size, "echo", cluster::tails);
    }

    @Test
    @Order(2)
    void theProvidersRequestEndsWhenItsClientLeavesInMidStream() {
        upstream.script("leave-mid", Answer.stream().role().content("a").thenHold());
        Leaving.midStream(upstream, client, "leave-mid");
    }

    @Test
    @Order(2)
    void theProvidersRequestEndsWhenItsClientLeavesBeforeTheFirstToken() {
        upstream.script("leave-before", Answer.silent());
        Leaving.beforeFirstToken(upstream, client, "leave-before");
    }

    @Test
    @Order(2)
    void theProvidersRequestEndsWhenItsClientLeavesWhileWaitingForAPlainAnswer() {
        upstream.script("leave-plain", Answer.silent());
        Leaving.plain(upstream, client, "leave-plain");
    }

    @Test
    @Order(2)
    void theAdminPortListsTheNodes() {
        HttpAnswer view = cluster.gateway(1).admin("/cluster");
        assertEquals(200, view.status());
        String json = view.json().encode();
        for (String part : new String[] {"gateway-1", "provider-1", "gateway", "provider"}) {
            assertTrue(json.contains(part), json);
        }
    }

    /** Ends the provider node, so it comes last. */
    @Test
    @Order(3)
    void withoutQuorumAGatewayIsNotReadyAndLimitsRefuse() {
        ChatClient limited = client.withKey(LIMITED.key());
        assertEquals(200, limited.chat("echo", "hi").status());
        assertEquals(200, cluster.gateway(1).admin("/readyz").status());
        cluster.provider(1).process().kill9();
        Await.until(
                () -> "readyz 503 without quorum" + cluster.tails(),
                () -> cluster.gateway(1).admin("/readyz").status() == 503,
                Duration.ofSeconds(20));
        assertEquals(200, cluster.gateway(1).admin("/healthz").status());
        ErrorAssert.that(limited.chat("echo", "hi"), 503, "service_unavailable");
        ErrorAssert.that(client.chat("echo", "hi"), 503, "service_unavailable").code("no_worker");
    }
}
