package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.Gate;
import io.penstock.testkit.LiveConfig;
import io.penstock.testkit.Load;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import io.penstock.testkit.UpstreamCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of configurations that change under running nodes. */
class ReloadST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ClientKey ALICE = new ClientKey("alice", "models: [\"*\"]");
    private static final ClientKey BOB = new ClientKey("bob", "models: [\"*\"]");

    @TempDir
    static Path directory;

    private static ScriptedUpstream first;
    private static ScriptedUpstream second;
    private static ClusterFixture cluster;

    @BeforeAll
    static void start() {
        first = ScriptedUpstream.start();
        second = ScriptedUpstream.start();
        String routes = new CaseModels(first).each("m").yaml();
        cluster = ClusterFixture.start(directory, 1, 1, 1, routes + ClientKey.yaml(ALICE), NodeConfig::authByKeys);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        first.close();
        second.close();
    }

    @BeforeEach
    void asAtTheStart() {
        first.reset();
        second.reset();
        for (ClusterFixture.Node node : cluster.nodes()) {
            node.config().live(directory).write(node.config().text());
        }
        cluster.nodes().forEach(node -> node.config().live(directory).awaitCurrent());
    }

    @Test
    void newRequestsGoToTheNewUpstreamAndAStreamUnderWayKeepsTheOldOne() {
        Gate gate = new Gate();
        first.script(
                "m",
                Answer.stream()
                        .role()
                        .content("a")
                        .await(gate)
                        .content("b")
                        .finish("stop")
                        .done());
        second.script("m", Answer.completion("from the second"));
        try (SseClient stream = alice().stream("m", "hi")) {
            List<SseEvent> events = new ArrayList<>(stream.readUntil(SseEvent::hasContent, SOON));
            cluster.reload(text -> text.replace(first.baseUrl(), second.baseUrl()));
            assertEquals("from the second", alice().chat("m", "hi").content(), cluster::tails);
            assertEquals(1, first.calls("m").size());
            gate.open();
            events.addAll(stream.rest(SOON));
            assertEquals("ab", ChatStream.complete(events, "m").content());
        }
    }

    @Test
    void aModelAndItsProviderComeAndGo() {
        ErrorAssert.that(alice().chat("late", "hi"), 404, "invalid_request_error")
                .code("model_not_found");
        cluster.reload(
                text -> text.replace("models:\n", "models:\n  late: { targets: [ { provider: late, model: late } ] }\n")
                        .replace("providers:\n", "providers:\n  late: { type: echo }\n"));
        assertEquals("hi", alice().chat("late", "say hi").content(), cluster::tails);
        cluster.reload(text -> text.replaceAll("(?m)^  late: .*\n", ""));
        ErrorAssert.that(alice().chat("late", "hi"), 404, "invalid_request_error")
                .code("model_not_found");
    }

    @Test
    void aKeyIsRevokedAndAnotherOneGiven() {
        cluster.reload(text -> text.replace(
                ClientKey.yaml(ALICE).stripTrailing(), ClientKey.yaml(BOB).stripTrailing()));
        ErrorAssert.that(alice().chat("m", "hi"), 401, "authentication_error").code("invalid_api_key");
        first.script("m", Answer.completion("hi"));
        assertEquals(
                "hi",
                cluster.gateway(1).client().withKey(BOB.key()).chat("m", "hi").content(),
                cluster::tails);
    }

    @Test
    void aLimitIsSetWhileRequestsCome() {
        cluster.reload(text -> text + "limits: { total: { requestsPerDay: 1 } }\n");
        first.script("m", Answer.completion("hi"), Answer.completion("hi"));
        assertEquals(200, alice().chat("m", "hi").status());
        assertEquals(429, alice().chat("m", "hi").status(), cluster::tails);
    }

    /**
     * Each configuration has an upstream of its own, and marks its requests: so what runs under one and
     * calls the other's upstream shows there. One call in three fails, so that retries cross the changes too.
     */
    @Test
    void aReloadUnderLoadLosesAndMixesNothing() {
        NodeConfig config = NodeConfig.node("mix").with(mix(first, "one"));
        LiveConfig live = config.live(directory);
        AtomicInteger calls = new AtomicInteger();
        Answer unsteady = (call, response) -> (calls.incrementAndGet() % 3 == 0
                        ? Answer.error(503, "busy", "busy")
                        : Answer.stream()
                                .headers()
                                .pause(Duration.ofMillis(30))
                                .role()
                                .content("a")
                                .pause(Duration.ofMillis(30))
                                .content("b")
                                .finish("stop")
                                .done())
                .answer(call, response);
        first.script("mix", unsteady);
        second.script("mix", unsteady);
        try (NodeProcess node = config.start(directory);
                Load load = Load.start(List.of(config.httpPort()), 50, ChatClient.streamRequest("mix", "hi"))) {
            for (int i = 0; i < 4; i++) {
                boolean odd = i % 2 == 0;
                int before = load.results().size();
                live.apply(text -> odd
                        ? text.replace(first.baseUrl(), second.baseUrl()).replace("\"one\"", "\"two\"")
                        : text.replace(second.baseUrl(), first.baseUrl()).replace("\"two\"", "\"one\""));
                Await.until("requests under it", () -> load.results().size() > before + 300, SOON);
            }
            List<Load.Result> results = load.stop(SOON);
            results.forEach(result -> assertTrue(result.isGood(), () -> result + node.tail()));
        }
        assertOnly("one", first);
        assertOnly("two", second);
    }

    /** Each node takes its file over by itself, a little apart from the others. */
    @Test
    void aReloadOfAClusterUnderLoadLosesNothing() {
        first.script("m", Answer.completion("hi"));
        second.script("m", Answer.completion("hi"));
        List<Integer> ports = List.of(cluster.gateway(1).config().httpPort());
        try (Load load =
                Load.start(ports, 30, ChatClient.streamRequest("m", "hi"), "authorization", "Bearer " + ALICE.key())) {
            for (int i = 0; i < 4; i++) {
                int before = load.results().size();
                boolean odd = i % 2 == 0;
                cluster.reload(text -> odd
                        ? text.replace(first.baseUrl(), second.baseUrl())
                        : text.replace(second.baseUrl(), first.baseUrl()));
                Await.until("requests under it", () -> load.results().size() > before + 300, SOON);
            }
            load.stop(SOON).forEach(result -> assertTrue(result.isGood(), () -> result + cluster.tails()));
        }
        assertTrue(first.calls("m").size() > 300 && second.calls("m").size() > 300);
    }

    private static String mix(ScriptedUpstream upstream, String user) {
        return """
                providers: { up: { type: openai, baseUrl: "%s" } }
                models:
                  mix:
                    targets: [ { provider: up, model: mix, overrides: { user: "%s" } } ]
                    retries: 10
                """.formatted(upstream.baseUrl(), user);
    }

    private static void assertOnly(String user, ScriptedUpstream upstream) {
        List<UpstreamCall> calls = upstream.calls("mix");
        assertTrue(calls.size() > 300);
        calls.forEach(call -> assertEquals(user, call.json().getString("user")));
    }

    private static ChatClient alice() {
        return cluster.gateway(1).client().withKey(ALICE.key());
    }
}
