package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.Crowd;
import io.penstock.testkit.Gate;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import io.penstock.testkit.UpstreamCall;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateway nodes and two provider nodes, while one of them dies or is shut down. */
class ClusterST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration FAILOVER = Duration.ofSeconds(5);
    private static final int STREAMS = 8;
    private static final String MODEL = "m";
    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"]");
    private static final ClientKey FIFTY = new ClientKey("fifty", "models: [\"*\"], limits: { requestsPerMinute: 50 }");
    private static final ClientKey FIVE = new ClientKey("five", "models: [\"*\"], limits: { requestsPerMinute: 5 }");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static ClusterFixture cluster;

    private final List<SseClient> streams = new ArrayList<>();
    private final List<List<SseEvent>> seen = new ArrayList<>();
    private Gate gate = new Gate();

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        String routes = new CaseModels(upstream).echo("echo", "").each(MODEL).yaml();
        cluster = ClusterFixture.start(
                directory, 2, 2, 2, routes + ClientKey.yaml(ALL, FIFTY, FIVE), NodeConfig::authByKeys);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        upstream.close();
    }

    @BeforeEach
    void wholeCluster() {
        cluster.restartEnded();
        upstream.reset();
        gate = new Gate();
        upstream.script(
                MODEL,
                Answer.stream()
                        .role()
                        .content("a")
                        .await(gate)
                        .content("b")
                        .finish("stop")
                        .done());
    }

    @AfterEach
    void leave() {
        gate.open();
        streams.forEach(SseClient::close);
    }

    @Test
    void aLimitHoldsOverBothGatewaysTogether() {
        List<HttpAnswer> answers;
        try (Crowd crowd = new Crowd()) {
            answers = crowd.post(
                    400,
                    List.of(
                            cluster.gateway(1).config().httpPort(),
                            cluster.gateway(2).config().httpPort()),
                    "/v1/chat/completions",
                    ChatClient.request("echo", "say hi").encode(),
                    Duration.ofSeconds(40),
                    "authorization",
                    "Bearer " + FIFTY.key());
        }
        assertEquals(50, count(answers, 200), cluster::tails);
        assertEquals(350, count(answers, 429), cluster::tails);
    }

    @Test
    void aUsedUpLimitStaysUsedUpWhenAMemberDies() {
        for (int i = 0; i < 5; i++) {
            assertEquals(200, client(1 + i % 2, FIVE).chat("echo", "hi").status());
        }
        assertEquals(429, client(1, FIVE).chat("echo", "hi").status());
        cluster.gateway(1).process().kill9();
        long until = System.nanoTime() + FAILOVER.toNanos();
        Await.until(
                "the other gateway to refuse for five seconds",
                () -> {
                    int status = client(2, FIVE).chat("echo", "hi").status();
                    assertNotEquals(200, status, "a sixth request within the minute" + cluster.tails());
                    return System.nanoTime() > until;
                },
                SOON);
        assertEquals(429, client(2, FIVE).chat("echo", "hi").status(), cluster::tails);
    }

    @Test
    void streamsOfAKilledProviderNodeFailSoonAndNewRequestsSucceed() {
        startStreams(1);
        long killed = System.nanoTime();
        cluster.provider(1).process().kill9();
        awaitVictims();
        int failed = 0;
        for (int i = 0; i < STREAMS; i++) {
            if (upstreamCall(i).isCancelled()) {
                Duration left = FAILOVER.minusNanos(System.nanoTime() - killed);
                List<SseEvent> events = seen.get(i);
                events.addAll(streams.get(i).rest(left));
                assertEquals("a", ChatStream.failed(events, MODEL).content());
                failed++;
            }
        }
        assertTrue(failed < STREAMS, "the streams were on both provider nodes");
        gate.open();
        for (int i = 0; i < STREAMS; i++) {
            if (!streams.get(i).isOver()) {
                finish(i);
            }
        }
        for (int i = 0; i < 10; i++) {
            HttpAnswer answer = client(1 + i % 2, ALL).chat("echo", "say again");
            assertEquals(200, answer.status(), () -> answer + cluster.tails());
        }
    }

    @Test
    void theProvidersRequestsOfAKilledGatewayAreCancelled() {
        startStreams(1);
        long killed = System.nanoTime();
        cluster.gateway(1).process().kill9();
        for (int i = 0; i < STREAMS; i++) {
            Duration wait = upstreamCall(i).awaitCancelled(killed, SOON);
            assertTrue(wait.compareTo(FAILOVER) <= 0, () -> "cancelled after " + wait + cluster.tails());
        }
        assertEquals(
                200,
                cluster.gateway(2)
                        .client()
                        .withKey(ALL.key())
                        .chat("echo", "hi")
                        .status());
    }

    @Test
    void aProviderNodeThatIsShutDownFinishesItsStreams() {
        startStreams(1);
        NodeProcess leaving = cluster.provider(1).process();
        leaving.terminate();
        Await.until(
                () -> "readyz 503 while draining" + leaving.tail(),
                () -> cluster.provider(1).admin("/readyz").status() == 503,
                SOON);
        for (int i = 0; i < 10; i++) {
            HttpAnswer answer = client(1 + i % 2, ALL).chat("echo", "say again");
            assertEquals(200, answer.status(), () -> answer + cluster.tails());
        }
        assertTrue(leaving.isAlive(), () -> "it waits for its streams" + leaving.tail());
        gate.open();
        for (int i = 0; i < STREAMS; i++) {
            finish(i);
        }
        assertEquals(0, leaving.awaitExit(SOON), leaving::tail);
    }

    @Test
    void aGatewayThatIsShutDownFinishesItsStreams() {
        startStreams(1);
        NodeProcess leaving = cluster.gateway(1).process();
        leaving.terminate();
        Await.until(
                () -> "readyz 503 while draining" + leaving.tail(),
                () -> cluster.gateway(1).admin("/readyz").status() == 503,
                SOON);
        assertTakesNothingNew(client(1, ALL));
        assertEquals(200, client(2, ALL).chat("echo", "hi").status());
        gate.open();
        for (int i = 0; i < STREAMS; i++) {
            finish(i);
        }
        assertEquals(0, leaving.awaitExit(SOON), leaving::tail);
    }

    /** Gated streams that have all shown their first content; more than one, so that each node has some. */
    private void startStreams(int gateway) {
        for (int i = 0; i < STREAMS; i++) {
            SseClient stream = client(gateway, ALL).stream(
                    ChatClient.streamRequest(MODEL, "hi").put("user", "number-" + i));
            streams.add(stream);
            seen.add(new ArrayList<>(stream.readUntil(SseEvent::hasContent, SOON)));
        }
    }

    private void finish(int stream) {
        List<SseEvent> events = seen.get(stream);
        events.addAll(streams.get(stream).rest(SOON));
        assertEquals("ab", ChatStream.complete(events, MODEL).content());
    }

    private UpstreamCall upstreamCall(int stream) {
        return upstream.calls(MODEL).stream()
                .filter(call -> ("number-" + stream).equals(call.json().getValue("user")))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until upstream calls have ended and, for a while, no more do. */
    private static void awaitVictims() {
        long[] last = {0, System.nanoTime()};
        Await.until(
                () -> "upstream calls of the killed node to end; " + victims() + " did" + cluster.tails(),
                () -> {
                    if (victims() != last[0]) {
                        last[0] = victims();
                        last[1] = System.nanoTime();
                    }
                    return last[0] > 0 && System.nanoTime() - last[1] > 300_000_000L;
                },
                SOON);
    }

    private static long victims() {
        return upstream.calls(MODEL).stream().filter(UpstreamCall::isCancelled).count();
    }

    private static void assertTakesNothingNew(ChatClient client) {
        try {
            ErrorAssert.that(client.chat("echo", "hi"), 503, "service_unavailable")
                    .code("draining");
        } catch (UncheckedIOException refused) {
            // The port is closed: as good an answer.
        }
    }

    private static ChatClient client(int gateway, ClientKey key) {
        return cluster.gateway(gateway).client().withKey(key.key());
    }

    private static long count(List<HttpAnswer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }
}
