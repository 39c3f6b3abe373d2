package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.Crowd;
import io.penstock.testkit.Gate;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits as a client and an operator of one node see them. Each test has a key or a model of its own. */
class LimitsST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long PROMPT = RequestEnd.PROMPT;
    private static final int DEFAULT_MAX_TOKENS = 100;
    private static final int BIG = 10_000_000;
    private static final List<String> SIX = List.of(
            "x-ratelimit-limit-requests",
            "x-ratelimit-remaining-requests",
            "x-ratelimit-reset-requests",
            "x-ratelimit-limit-tokens",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-tokens");
    private static final String RESET = "[0-9]+ms|[0-9]+(\\.[0-9])?s|[0-9]+m[0-9]+s|[0-9]+h[0-9]+m[0-9]+s";

    private static final ClientKey FREE = new ClientKey("free", "models: [\"*\"]");
    private static final ClientKey SHOWN = limited("shown", "requestsPerMinute: 1000, tokensPerDay: " + BIG);
    private static final ClientKey TIGHT = new ClientKey(
            "tight",
            "models: [\"*\"], limits: { requestsPerMinute: 30, tokensPerMinute: 100000 },"
                    + " modelLimits: { \"on-*\": { requestsPerMinute: 9, tokensPerMinute: 5000 } }");
    private static final ClientKey REQUESTS = limited("requests", "requestsPerMinute: 2, requestsPerDay: 50");
    private static final ClientKey TOKENS = limited("tokens", "tokensPerMinute: 300");
    private static final ClientKey CONCURRENCY = limited("concurrency", "concurrentRequests: 1");
    private static final ClientKey NONE = limited("none", "requestsPerDay: 0");
    private static final ClientKey NO_PERMIT = limited("no-permit", "concurrentRequests: 0");
    private static final ClientKey RESERVE = limited("reserve", "tokensPerDay: " + BIG);
    private static final ClientKey SMALL = limited("small", "tokensPerDay: 50");
    private static final ClientKey ESTIMATE = limited("estimate", "tokensPerDay: " + BIG);
    private static final ClientKey SEVEN = limited("seven", "concurrentRequests: 7");
    private static final ClientKey BOTH = limited("both", "concurrentRequests: 5, tokensPerDay: " + BIG);
    private static final ClientKey LEAVER =
            limited("leaver", "concurrentRequests: 50, requestsPerDay: 1000, tokensPerDay: " + BIG);

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeConfig config;
    private static NodeProcess node;
    private static LimitsView limits;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        CaseModels models = new CaseModels(upstream)
                .each("open", "held", "crowd", "left")
                .each("on-open")
                .one("failing", "retries: 0")
                .one("silent", "retries: 0, timeouts: { firstToken: 300ms }")
                .one("narrow", "limits: { requestsPerMinute: 8, tokensPerMinute: 4000 }")
                .one("on-narrow", "limits: { requestsPerMinute: 12, tokensPerMinute: 3000 }")
                .one("twice-a-day", "limits: { requestsPerDay: 2 }")
                .one("once-a-day", "limits: { requestsPerDay: 1 }");
        RequestEnd.all().forEach(end -> end.declare(models));
        config = NodeConfig.node("limited")
                .authByKeys()
                .with("limits: { defaultMaxTokens: " + DEFAULT_MAX_TOKENS + " }")
                .with(models.yaml())
                .with(ClientKey.yaml(
                        FREE,
                        SHOWN,
                        TIGHT,
                        REQUESTS,
                        TOKENS,
                        CONCURRENCY,
                        NONE,
                        NO_PERMIT,
                        RESERVE,
                        SMALL,
                        ESTIMATE,
                        SEVEN,
                        BOTH,
                        LEAVER));
        node = config.start(directory);
        limits = new LimitsView(config.adminPort());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        upstream.close();
    }

    @Test
    void underNoLimitThereAreNoHeaders() {
        HttpAnswer answer = client(FREE).chat("open", "hi");
        assertEquals(200, answer.status());
        SIX.forEach(header -> assertNull(answer.header(header), answer::toString));
        assertNull(answer.header("retry-after"));
    }

    /** The key shares its model's headers where those are tighter, for requests and tokens each by itself. */
    @ParameterizedTest
    @CsvSource({
        "open, 30, 100000", // the key's own
        "narrow, 8, 4000", // the model's
        "on-open, 9, 5000", // the key's on the model
        "on-narrow, 9, 3000" // one of each
    })
    void theTightestLimitIsShown(String model, int requests, int tokens) {
        String subject = LimitsView.key(TIGHT);
        HttpAnswer answer = client(TIGHT).post(withMaxTokens(model, 92).encode());
        assertEquals(200, answer.status(), answer::toString);
        assertEquals(String.valueOf(requests), answer.header("x-ratelimit-limit-requests"));
        assertEquals(String.valueOf(tokens), answer.header("x-ratelimit-limit-tokens"));
        if (!model.startsWith("on-") && !model.equals("open")) {
            assertEquals(String.valueOf(requests - 1), answer.header("x-ratelimit-remaining-requests"));
            assertEquals(String.valueOf(tokens - PROMPT - 92), answer.header("x-ratelimit-remaining-tokens"));
        }
        assertTrue(limits.used(subject, "requestsPerMinute") >= 1);
    }

    @Test
    void theWholeClustersLimitAndThatOfTheAnonymousClientAreShownAndKept() {
        NodeConfig anonymous = NodeConfig.node("anonymous")
                .with("limits: { total: { requestsPerMinute: 3 }, perKey: { requestsPerDay: 100 } }")
                .with(new CaseModels(upstream).each("open").yaml());
        try (NodeProcess running = anonymous.start(directory)) {
            ChatClient client = ChatClient.of(anonymous.httpPort());
            for (int left = 2; left >= 0; left--) {
                HttpAnswer answer = client.chat("open", "hi");
                assertEquals(200, answer.status(), answer::toString);
                assertEquals("3", answer.header("x-ratelimit-limit-requests"), running::tail);
                assertEquals(String.valueOf(left), answer.header("x-ratelimit-remaining-requests"));
            }
            ErrorAssert.that(client.chat("open", "hi"), 429, "rate_limit_exceeded")
                    .code("requests")
                    .message("whole cluster")
                    .message("limit 3, used 3");
            LimitsView view = new LimitsView(anonymous.adminPort());
            assertEquals(3, view.used("whole cluster", "requestsPerMinute"));
            assertEquals(3, view.used("key 'anonymous'", "requestsPerDay"));
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "404, 404", "422, 422", "401, 502", "429, 429", "500, 502", "503, 503"})
    void theHeadersAreOnProvidersErrors(int provider, int status) {
        upstream.script("failing", Answer.error(provider, "no", "no"));
        HttpAnswer answer = client(SHOWN).chat("failing", "hi");
        assertEquals(status, answer.status(), answer::toString);
        assertHeaders(answer);
        if (status == 429) {
            assertEquals("no", answer.json().getJsonObject("error").getString("code"));
        }
    }

    @Test
    void theHeadersAreOnTimeouts() {
        upstream.script("silent", Answer.silent());
        try (SseClient stream = client(SHOWN).stream("silent", "hi")) {
            HttpAnswer answer = stream.answer(SOON);
            assertEquals(504, answer.status(), answer::toString);
            assertHeaders(answer);
        }
    }

    @Test
    void theHeadersAreOnStreams() {
        try (SseClient stream = client(SHOWN).stream("open", "hi")) {
            assertHeaders(stream.head());
            ChatStream unused = ChatStream.complete(stream.rest(SOON), "open");
        }
    }

    @Test
    void aRefusalForRequestsSaysAllThereIsToSay() {
        assertEquals(200, client(REQUESTS).chat("open", "hi").status());
        HttpAnswer last = client(REQUESTS).chat("open", "hi");
        assertEquals("0", last.header("x-ratelimit-remaining-requests"));
        Instant before = Instant.now();
        HttpAnswer answer = client(REQUESTS)
                .post(ChatClient.request("open", "hi").encode(), "x-request-id", "refused-for-requests");
        ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                .code("requests")
                .param(null)
                .message("key 'requests'")
                .message("requests per minute")
                .message("limit 2, used 2")
                .message("try again in ");
        assertRetryAfter(answer, 61_000);
        assertNull(answer.header("x-should-retry"));
        assertEquals("2", answer.header("x-ratelimit-limit-requests"));
        assertEquals("0", answer.header("x-ratelimit-remaining-requests"));
        assertTrue(reset(answer, "requests").matches(RESET), answer::toString);
        assertEquals(2, limits.used(LimitsView.key(REQUESTS), "requestsPerMinute"), "a refusal does not count");
        assertEquals(2, limits.used(LimitsView.key(REQUESTS), "requestsPerDay"));

        JsonObject refusal = limits.refusals().stream()
                .filter(entry -> entry.getString("requestId").equals("refused-for-requests"))
                .findFirst()
                .orElseThrow();
        assertFalse(Instant.parse(refusal.getString("at")).isBefore(before.minusMillis(1)));
        refusal.remove("at");
        long retryAfter = Long.parseLong(String.valueOf(answer.header("retry-after-ms")));
        assertEquals(
                new JsonObject()
                        .put("requestId", "refused-for-requests")
                        .put("client", "requests")
                        .put("subject", "key 'requests'")
                        .put("kind", "requestsPerMinute")
                        .put("limit", 2)
                        .put("used", 2)
                        .put("retryAfterMillis", retryAfter)
                        .encode(),
                refusal.encode());
    }

    @Test
    void aRefusedStreamIsAnHttpError() {
        assertEquals(200, client(FREE).chat("twice-a-day", "hi").status());
        assertEquals(200, client(FREE).chat("twice-a-day", "hi").status());
        try (SseClient stream = client(FREE).stream("twice-a-day", "hi")) {
            HttpAnswer answer = stream.answer(SOON);
            ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                    .code("requests")
                    .message("model 'twice-a-day'")
                    .message("requests per day");
            assertRetryAfter(answer, 24 * 3_600_000L + 15 * 60_000L);
            assertTrue(reset(answer, "requests").matches("2[34]h[0-9]+m[0-9]+s"), answer::toString);
        }
        assertEquals(2, upstream.calls("twice-a-day").size());
    }

    @Test
    void aRefusalForTokensLeavesWhatIsLeft() {
        HttpAnswer first = client(TOKENS).post(withMaxTokens("open", 200).encode());
        assertEquals(200, first.status());
        assertEquals(String.valueOf(300 - PROMPT - 200), first.header("x-ratelimit-remaining-tokens"));
        HttpAnswer answer = client(TOKENS).post(withMaxTokens("open", 290).encode());
        ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                .code("tokens")
                .message("key 'tokens'")
                .message("tokens per minute")
                .message("limit 300, used 10")
                .message("try again in ");
        assertRetryAfter(answer, 61_000);
        assertEquals("300", answer.header("x-ratelimit-limit-tokens"));
        assertEquals("290", answer.header("x-ratelimit-remaining-tokens"));
        assertEquals(
                200, client(TOKENS).post(withMaxTokens("open", 282).encode()).status(), "it fits to the last token");
    }

    @Test
    void aRefusalForConcurrencyEndsWithTheRequestThatRuns() {
        upstream.script("held", Answer.silent());
        try (RawHttp running = client(CONCURRENCY).start(ChatClient.request("held", "hi"))) {
            int seen = upstream.awaitCall("held", SOON).body().length;
            assertTrue(seen > 0);
            HttpAnswer answer = client(CONCURRENCY).chat("open", "hi");
            ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                    .code("concurrency")
                    .message("key 'concurrency'")
                    .message("concurrent requests")
                    .message("limit 1, used 1");
            assertEquals("1", answer.header("retry-after"));
            assertEquals("1000", answer.header("retry-after-ms"));
            assertNull(answer.header("x-should-retry"));
            long unused = running.abort();
        }
        limits.awaitUsed(LimitsView.key(CONCURRENCY), "concurrentRequests", 0);
        assertEquals(200, client(CONCURRENCY).chat("open", "hi").status());
    }

    @Test
    void aDemandAboveALimitIsNotWorthARetry() {
        assertForGood(client(TOKENS).post(withMaxTokens("open", 293).encode()), "tokens", "limit 300");
        assertForGood(client(NONE).chat("open", "hi"), "requests", "limit 0");
        assertForGood(client(NO_PERMIT).chat("open", "hi"), "concurrency", "limit 0");
    }

    @Test
    void theReserveIsThePromptsEstimateAndTheMostThatTheCompletionMayBe() {
        JsonObject request = ChatClient.request("open", "hi");
        assertEquals(PROMPT + DEFAULT_MAX_TOKENS, reserved(RESERVE, request));
        assertEquals(
                PROMPT + 3 * DEFAULT_MAX_TOKENS,
                reserved(RESERVE, request.copy().put("n", 3)));
        assertEquals(PROMPT + 17, reserved(RESERVE, request.copy().put("max_tokens", 17)));
        assertEquals(PROMPT + 18, reserved(RESERVE, request.copy().put("max_completion_tokens", 18)));
        assertEquals(
                PROMPT + 4 * 18,
                reserved(
                        RESERVE, request.copy().put("max_completion_tokens", 18).put("n", 4)));
        assertEquals(
                PROMPT + 5000,
                reserved(RESERVE, request.copy().put("max_tokens", 5000).put("stream", true)));
    }

    @Test
    void withoutAMaximumARequestReservesATenthOfALimitThatIsSmall() {
        HttpAnswer answer = client(SMALL).chat("open", "hi");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals(Long.toString(50 - PROMPT - 5), answer.header("x-ratelimit-remaining-tokens"));
        assertEquals(10, limits.used(LimitsView.key(SMALL), "tokensPerDay"));
    }

    @Test
    void imagesToolsAndSchemasRaiseTheEstimate() {
        JsonObject plain = withMaxTokens("open", 10);
        long bare = reserved(ESTIMATE, plain);
        assertEquals(PROMPT + 10, bare);
        JsonArray tools = new JsonArray()
                .add(new JsonObject()
                        .put("type", "function")
                        .put(
                                "function",
                                new JsonObject()
                                        .put("name", "get_weather")
                                        .put("description", "The weather at a place")
                                        .put("parameters", new JsonObject().put("type", "object"))));
        assertBetween(10, 100, reserved(ESTIMATE, plain.copy().put("tools", tools)) - bare);

        JsonObject image = new JsonObject()
                .put("type", "image_url")
                .put("image_url", new JsonObject().put("url", "https://example.com/cat.png"));
        JsonObject text = new JsonObject().put("type", "text").put("text", "hi");
        JsonObject withImage = plain.copy();
        withImage
                .getJsonArray("messages")
                .getJsonObject(0)
                .put("content", new JsonArray().add(text).add(image));
        assertBetween(80, 3000, reserved(ESTIMATE, withImage) - bare);

        JsonObject schema = new JsonObject()
                .put("type", "json_schema")
                .put(
                        "json_schema",
                        new JsonObject().put("name", "answer").put("schema", new JsonObject().put("type", "object")));
        assertBetween(5, 100, reserved(ESTIMATE, plain.copy().put("response_format", schema)) - bare);
    }

    @Test
    void aPromptOf200KilobytesIsCounted() {
        String prompt = "The quick brown fox jumps over the lazy dog. ".repeat(200 * 1024 / 45);
        JsonObject request = ChatClient.request("open", prompt).put("max_tokens", 10);
        assertBetween(40_000, 60_000, reserved(ESTIMATE, request));
    }

    static Stream<RequestEnd> ends() {
        return RequestEnd.all().stream();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void howeverARequestEndsItsPermitReturnsAndItsTokensAreThoseBilled(RequestEnd end) {
        end.happen(upstream, client(FREE));
        String subject = LimitsView.model(end.name());
        limits.awaitUsed(subject, "concurrentRequests", 0);
        assertEquals(end.tokens(), limits.used(subject, "tokensPerDay"));
        assertEquals(1, limits.used(subject, "requestsPerDay"));
    }

    @Test
    void aRequestThatAnotherLimitRefusesHoldsNothing() {
        assertEquals(200, client(BOTH).chat("once-a-day", "hi").status());
        for (int i = 0; i < 20; i++) {
            ErrorAssert.that(client(BOTH).chat("once-a-day", "hi"), 429, "rate_limit_exceeded")
                    .code("requests");
        }
        assertEquals(0, limits.used(LimitsView.key(BOTH), "concurrentRequests"));
        assertEquals(10, limits.used(LimitsView.key(BOTH), "tokensPerDay"));
    }

    @Test
    void ofACrowdExactlyAsManyRunAsMay() throws ExecutionException, InterruptedException {
        Gate gate = new Gate();
        upstream.script("crowd", Answer.after(gate, Answer.completion("ok")));
        List<HttpAnswer> answers;
        try (Crowd crowd = new Crowd()) {
            CompletableFuture<List<HttpAnswer>> all = CompletableFuture.supplyAsync(() -> crowd.post(
                    200,
                    List.of(config.httpPort()),
                    "/v1/chat/completions",
                    ChatClient.request("crowd", "hi").encode(),
                    Duration.ofSeconds(60),
                    "authorization",
                    "Bearer " + SEVEN.key()));
            Await.until(
                    () -> "193 refusals of 200 requests; " + limits.refused(SEVEN, "concurrency"),
                    () -> limits.refused(SEVEN, "concurrency") == 193,
                    SOON);
            assertEquals(7, upstream.calls("crowd").size());
            assertEquals(7, limits.used(LimitsView.key(SEVEN), "concurrentRequests"));
            gate.open();
            answers = all.get();
        }
        assertEquals(
                7, answers.stream().filter(answer -> answer.status() == 200).count());
        answers.stream().filter(answer -> answer.status() != 200).forEach(answer -> ErrorAssert.that(
                        answer, 429, "rate_limit_exceeded")
                .code("concurrency")
                .message("limit 7, used 7"));
        limits.awaitUsed(LimitsView.key(SEVEN), "concurrentRequests", 0);
    }

    /** Large prompts are counted on a worker: time to leave before the request is admitted. */
    @Test
    void clientsThatLeaveWhileTheyAreAdmittedHoldNothing() {
        upstream.script("left", Answer.silent());
        JsonObject large = ChatClient.request("left", "some words and more of them ".repeat(20_000));
        for (int i = 0; i < 30; i++) {
            RawHttp request = client(LEAVER).start(large);
            long unused = i % 2 == 0 ? request.abort() : request.leave();
        }
        // Later than all that came before it.
        upstream.script("open", Answer.completion("ok"));
        assertEquals(200, client(LEAVER).chat("open", "hi").status());
        limits.awaitNoneRunning();
        limits.awaitUsed(LimitsView.key(LEAVER), "concurrentRequests", 0);
    }

    @Test
    void theReportShowsTheCountersThatTheFilterAsksFor() {
        assertEquals(200, client(SHOWN).chat("open", "hi").status());
        JsonObject report = limits.report("KEY 'SHOWN");
        assertEquals(Set.of("onUnavailable", "refusals", "subjects", "more"), report.fieldNames());
        assertEquals("refuse", report.getString("onUnavailable"));
        assertEquals(false, report.getBoolean("more"));
        JsonArray subjects = report.getJsonArray("subjects");
        assertEquals(1, subjects.size(), subjects::encode);
        assertEquals("key 'shown'", subjects.getJsonObject(0).getString("subject"));
        for (JsonObject limit : LimitsView.objects(subjects.getJsonObject(0).getJsonArray("limits"))) {
            assertEquals(Set.of("kind", "limit", "used", "remaining", "resetMillis"), limit.fieldNames());
            assertEquals(
                    limit.getLong("limit").longValue(),
                    limit.getLong("used") + limit.getLong("remaining"),
                    limit::encode);
            assertTrue(limit.getLong("used") > 0 && limit.getLong("resetMillis") > 0, limit::encode);
        }
        assertEquals(
                List.of("requestsPerMinute", "tokensPerDay"),
                LimitsView.objects(subjects.getJsonObject(0).getJsonArray("limits")).stream()
                        .map(limit -> limit.getString("kind"))
                        .toList());
        String all = limits.report("").encode();
        assertTrue(all.contains("key 'tight' on model 'on-*'") && all.contains("model 'narrow'"), all);
        assertFalse(all.contains("key 'free'"), "it has no limits");
    }

    private static ClientKey limited(String name, String limits) {
        return new ClientKey(name, "models: [\"*\"], limits: { " + limits + " }");
    }

    private static ChatClient client(ClientKey key) {
        return ChatClient.of(config.httpPort()).withKey(key.key());
    }

    private static JsonObject withMaxTokens(String model, int max) {
        return ChatClient.request(model, "hi").put("max_tokens", max);
    }

    /** Tokens that the request reserved of the key's one limit, by its headers. */
    private static long reserved(ClientKey key, JsonObject request) {
        long before = limits.used(LimitsView.key(key), "tokensPerDay");
        HttpAnswer answer = client(key).post(request.encode());
        assertEquals(200, answer.status(), answer::toString);
        limits.awaitUsed(LimitsView.key(key), "tokensPerDay", before + 10);
        return BIG - before - Long.parseLong(String.valueOf(answer.header("x-ratelimit-remaining-tokens")));
    }

    private static String reset(HttpAnswer answer, String resource) {
        return String.valueOf(answer.header("x-ratelimit-reset-" + resource));
    }

    private static void assertHeaders(HttpAnswer answer) {
        SIX.forEach(header -> assertNotNull(answer.header(header), () -> header + " in " + answer));
        assertEquals("1000", answer.header("x-ratelimit-limit-requests"));
        assertEquals(String.valueOf(BIG), answer.header("x-ratelimit-limit-tokens"));
        assertTrue(reset(answer, "requests").matches(RESET), answer::toString);
        assertTrue(reset(answer, "tokens").matches(RESET), answer::toString);
    }

    private static void assertRetryAfter(HttpAnswer answer, long most) {
        long millis = Long.parseLong(String.valueOf(answer.header("retry-after-ms")));
        assertTrue(millis > 0 && millis <= most, answer::toString);
        assertEquals(String.valueOf((millis + 999) / 1000), answer.header("retry-after"));
    }

    private static void assertForGood(HttpAnswer answer, String code, String limit) {
        ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                .code(code)
                .lasting()
                .message(limit)
                .message("this request alone exceeds");
        assertNull(answer.header("retry-after"), answer::toString);
        assertNull(answer.header("retry-after-ms"), answer::toString);
    }

    private static void assertBetween(long least, long most, long actual) {
        assertTrue(actual >= least && actual <= most, () -> actual + " is not from " + least + " to " + most);
    }
}
