package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.Gate;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits on a node whose only other node has died, so that it has no quorum, until that one is back. */
@Tag("alone")
class LimitsQuorumST {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String MODEL = "m";
    private static final long RESERVED = 100;
    private static final long USED = 10;

    private static final ClientKey FREE = new ClientKey("free", "models: [\"*\"]");
    private static final ClientKey ROOM = limited("room", "requestsPerDay: 10000, tokensPerDay: 1000000");
    private static final ClientKey FULL = limited("full", "requestsPerDay: 1");
    private static final ClientKey RUNS = limited("runs", "concurrentRequests: 3, tokensPerDay: 1000000");
    private static final ClientKey REQUESTS = limited("requests", "requestsPerDay: 11");
    private static final ClientKey TOKENS = limited("tokens", "tokensPerDay: 1001");
    private static final ClientKey PERMITS = limited("permits", "concurrentRequests: 5, tokensPerDay: 1000000");
    private static final ClientKey SINGLE = limited("single", "requestsPerDay: 1");

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

    @Test
    void refuseIsAPrompt503UnderALimitAndNothingElse() {
        try (ClusterFixture cluster = pair("refuse")) {
            LimitsView view = view(cluster);
            Gate gate = new Gate();
            assertEquals(200, client(cluster, ROOM).chat(MODEL, "hi").status());
            assertEquals(200, client(cluster, FULL).chat(MODEL, "hi").status());
            assertEquals(429, client(cluster, FULL).chat(MODEL, "hi").status());
            try (SseClient running = held(cluster, gate)) {
                List<SseEvent> events = new ArrayList<>(running.readUntil(SseEvent::hasContent, SOON));
                assertEquals(1, view.used(LimitsView.key(RUNS), "concurrentRequests"));
                cluster.gateway(2).process().kill9();
                List<Long> took = new ArrayList<>();
                Await.until(
                        () -> "the node to find itself alone" + cluster.tails(),
                        () -> {
                            took.add(assertServedOrUnavailable(cluster));
                            return cluster.gateway(1).admin("/readyz").status() == 503;
                        },
                        SOON);
                for (int i = 0; i < 30; i++) {
                    long start = System.nanoTime();
                    HttpAnswer answer =
                            client(cluster, i % 2 == 0 ? ROOM : FULL).chat(MODEL, "hi");
                    took.add(millisSince(start));
                    ErrorAssert.that(answer, 503, "service_unavailable").code("limits_unavailable");
                    assertEquals("1", answer.header("retry-after"));
                    assertEquals("1000", answer.header("retry-after-ms"));
                    assertEquals(200, client(cluster, FREE).chat(MODEL, "hi").status());
                }
                long slowest = took.stream().mapToLong(Long::longValue).max().orElseThrow();
                System.out.println("without quorum the slowest of " + took.size() + " answers took " + slowest + " ms");
                assertTrue(slowest < 1000, () -> "answers took " + took);
                assertReportWithoutCounters(view.answer(""));
                // Ends while nobody can be told; the counters hear of it when they are back.
                gate.open();
                events.addAll(running.rest(SOON));
                assertEquals("ab", ChatStream.complete(events, "held").content());
            }
            cluster.restartEnded();
            view.awaitUsed(LimitsView.key(RUNS), "concurrentRequests", 0);
            assertEquals(45, view.used(LimitsView.key(RUNS), "tokensPerDay"));
            Await.until(
                    "limits to be kept again",
                    () -> client(cluster, ROOM).chat(MODEL, "hi").status() == 200,
                    SOON);
            ErrorAssert.that(client(cluster, FULL).chat(MODEL, "hi"), 429, "rate_limit_exceeded")
                    .code("requests")
                    .message("limit 1, used 1");
        }
    }

    @Test
    void localServesThisNodesShareAndNoMore() {
        try (ClusterFixture cluster = pair("local")) {
            LimitsView view = view(cluster);
            for (int i = 0; i < 4; i++) {
                assertEquals(200, client(cluster, REQUESTS).chat(MODEL, "hi").status());
            }
            view.awaitUsed(LimitsView.key(REQUESTS), "requestsPerDay", 4);
            cluster.gateway(2).process().kill9();
            Await.until(
                    () -> "the node to find itself alone" + cluster.tails(),
                    () -> cluster.gateway(1).admin("/readyz").status() == 503,
                    SOON);

            for (int left = 4; left >= 0; left--) {
                HttpAnswer answer = client(cluster, REQUESTS).chat(MODEL, "hi");
                assertEquals(200, answer.status(), answer::toString);
                assertEquals("5", answer.header("x-ratelimit-limit-requests"));
                assertEquals(String.valueOf(left), answer.header("x-ratelimit-remaining-requests"));
            }
            ErrorAssert.that(client(cluster, REQUESTS).chat(MODEL, "hi"), 429, "rate_limit_exceeded")
                    .code("requests")
                    .message("limit 5, used 5");
            assertTokensShare(cluster);
            assertEquals(200, client(cluster, FREE).chat(MODEL, "hi").status());
            assertEquals(429, client(cluster, SINGLE).chat(MODEL, "hi").status(), "half of one is none");

            Gate gate = new Gate();
            upstream.script("held", Answer.after(gate, Answer.completion("ok")));
            int before = upstream.calls("held").size();
            try (RawHttp first = client(cluster, PERMITS).start(request("held"));
                    RawHttp second = client(cluster, PERMITS).start(request("held"))) {
                assertEquals(
                        "held", upstream.awaitCall("held", before + 2, SOON).model());
                ErrorAssert.that(client(cluster, PERMITS).chat(MODEL, "hi"), 429, "rate_limit_exceeded")
                        .code("concurrency")
                        .message("limit 2, used 2");
                // The shared counters have never heard of these two, and must not when they end.
                cluster.restartEnded();
                Await.until(
                        "the shared counters to answer",
                        () -> view.limit(LimitsView.key(REQUESTS), "requestsPerDay")
                                        .getLong("limit")
                                == 11,
                        SOON);
                gate.open();
                assertEquals(200, first.answer(SOON).status());
                assertEquals(200, second.answer(SOON).status());
            }
            view.awaitNoneRunning();
            assertEquals(4, view.used(LimitsView.key(REQUESTS), "requestsPerDay"));
            assertEquals(0, view.used(LimitsView.key(PERMITS), "concurrentRequests"));
            assertEquals(0, view.used(LimitsView.key(PERMITS), "tokensPerDay"));
        }
    }

    /** Of 1001 tokens this node has 500. Each request reserves 100 and uses 10. */
    private static void assertTokensShare(ClusterFixture cluster) {
        long used = 0;
        while (used + RESERVED <= 500) {
            HttpAnswer answer = client(cluster, TOKENS).post(request(MODEL).encode());
            assertEquals(200, answer.status(), answer::toString);
            assertEquals("500", answer.header("x-ratelimit-limit-tokens"));
            assertEquals(String.valueOf(500 - used - RESERVED), answer.header("x-ratelimit-remaining-tokens"));
            used += USED;
        }
        ErrorAssert.that(client(cluster, TOKENS).post(request(MODEL).encode()), 429, "rate_limit_exceeded")
                .code("tokens")
                .message("limit 500, used " + used);
    }

    /** While the death is not yet noticed either may come, but nothing else. */
    private static long assertServedOrUnavailable(ClusterFixture cluster) {
        long start = System.nanoTime();
        HttpAnswer answer = client(cluster, ROOM).chat(MODEL, "hi");
        long took = millisSince(start);
        if (answer.status() != 200) {
            String code = answer.json().getJsonObject("error").getString("code");
            assertEquals(503, answer.status(), answer::toString);
            assertTrue(code.equals("limits_unavailable") || code.equals("no_worker"), answer::toString);
        }
        return took;
    }

    private static void assertReportWithoutCounters(HttpAnswer answer) {
        assertEquals(503, answer.status(), answer::toString);
        JsonObject report = answer.json();
        assertTrue(report.getString("error").startsWith("the counters cannot answer"), report::encode);
        assertEquals("refuse", report.getString("onUnavailable"));
        JsonObject refusal = report.getJsonArray("refusals").getJsonObject(0);
        assertEquals("full", refusal.getString("client"));
        assertEquals("requestsPerDay", refusal.getString("kind"));
        assertTrue(!report.containsKey("subjects"), report::encode);
    }

    private static SseClient held(ClusterFixture cluster, Gate gate) {
        upstream.script(
                "held",
                Answer.stream()
                        .role()
                        .content("a")
                        .await(gate)
                        .content("b")
                        .finish("stop")
                        .usage(30, 15)
                        .done());
        return client(cluster, RUNS).stream("held", "hi");
    }

    /** Two nodes that are gateway and provider both. */
    private static ClusterFixture pair(String onUnavailable) {
        String sections = "limits: { onUnavailable: " + onUnavailable + " }\n"
                + new CaseModels(upstream).each(MODEL, "held").yaml()
                + ClientKey.yaml(FREE, ROOM, FULL, RUNS, REQUESTS, TOKENS, PERMITS, SINGLE);
        ClusterFixture cluster = ClusterFixture.start(
                directory, 2, 0, 2, sections, config -> config.authByKeys().roles("gateway, provider"));
        view(cluster).awaitAnswers();
        return cluster;
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static JsonObject request(String model) {
        return ChatClient.request(model, "hi").put("max_tokens", RESERVED - RequestEnd.PROMPT);
    }

    private static ClientKey limited(String name, String limits) {
        return new ClientKey(name, "models: [\"*\"], limits: { " + limits + " }");
    }

    private static LimitsView view(ClusterFixture cluster) {
        return new LimitsView(cluster.gateway(1).config().adminPort());
    }

    private static ChatClient client(ClusterFixture cluster, ClientKey key) {
        return cluster.gateway(1).client().withKey(key.key());
    }
}
