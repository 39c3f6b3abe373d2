package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.FullListener;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.Ports;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets where the provider fails before any content, and how often it was tried. */
class ProviderErrorsST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;
    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"]");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static FullListener unresponsive;
    private static NodeProcess node;
    private static ChatClient client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        unresponsive = FullListener.open();
        CaseModels models = new CaseModels(upstream)
                .each(
                        "failing",
                        "recovering",
                        "unauthorized",
                        "forbidden",
                        "key-as-400",
                        "redirecting",
                        "html-500",
                        "empty-500",
                        "hanging-up",
                        "bad-retry-after",
                        "soon",
                        "later",
                        "leaky")
                .each("p400", "p404", "p413", "p422", "p-html", "p-empty", "p-text", "p-detail", "p-intcode")
                .one("overloaded-503", "retries: 0")
                .one("overloaded-529", "retries: 0")
                .one("malformed", "retries: 0")
                .one("not-an-object", "retries: 0")
                .one("html-200", "retries: 0")
                .one("truncated", "retries: 0")
                .one("stream-truncated", "retries: 0")
                .one("stream-json", "retries: 0")
                .one("in-band", "retries: 0")
                .one("no-retries", "retries: 0")
                .one("slow-first-token", "retries: 0, timeouts: { firstToken: 400ms }")
                .one("slow-total", "retries: 0, timeouts: { total: 600ms }")
                .one("slow-retries", "retries: 5, timeouts: { total: 1s }")
                .two("both-fail", "retries: 1")
                .two("second-works", "")
                .two("first-unauthorized", "")
                .two("both-limited", "")
                .two("bad-request", "")
                .at("http://127.0.0.1:" + Ports.free() + "/v1", "unreachable", "retries: 1")
                .at(
                        "http://127.0.0.1:" + unresponsive.port() + "/v1",
                        "no-connect",
                        "retries: 0, timeouts: { connect: 400ms }");
        NodeConfig config =
                NodeConfig.node("mender").authByKeys().with(models.yaml()).with(ClientKey.yaml(ALL));
        node = config.start(directory);
        client = new ChatClient(config.httpPort(), ALL.key());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        unresponsive.close();
        upstream.close();
    }

    @Test
    void aProviderThatFailsIsTriedAgainAndThenReported() {
        upstream.script("failing", Answer.status(500, "{\"error\":{\"message\":\"it broke\"}}"));
        ErrorAssert.that(client.chat("failing", "hi"), 502, "bad_gateway")
                .code("provider_error")
                .header("x-penstock-attempts", String.valueOf(ATTEMPTS))
                .lasting();
        assertEquals(ATTEMPTS, upstream.calls("failing").size());
    }

    @Test
    void anAttemptThatWorksHidesTheOnesBefore() {
        upstream.script("recovering", Answer.status(500, "{}"), Answer.hangUp(), Answer.completion("at last"));
        HttpAnswer answer = client.chat("recovering", "hi");
        assertEquals("at last", answer.content());
        assertEquals("3", answer.header("x-penstock-attempts"));
    }

    @Test
    void withoutRetriesThereIsOneCall() {
        upstream.script("no-retries", Answer.status(500, "{}"));
        ErrorAssert.that(client.chat("no-retries", "hi"), 502, "bad_gateway").lasting();
        assertEquals(1, upstream.calls("no-retries").size());
    }

    @Test
    void aPortThatNobodyListensOnIsUnreachable() {
        ErrorAssert.that(client.chat("unreachable", "hi"), 502, "bad_gateway")
                .code("provider_unreachable")
                .lasting();
        ErrorAssert.that(
                        client.post(
                                ChatClient.streamRequest("unreachable", "hi").encode()),
                        502,
                        "bad_gateway")
                .code("provider_unreachable");
    }

    @Test
    void aProviderThatHangsUpIsABadGateway() {
        upstream.script("hanging-up", Answer.hangUp());
        ErrorAssert.that(client.chat("hanging-up", "hi"), 502, "bad_gateway").lasting();
        assertTrue(upstream.calls("hanging-up").size() <= ATTEMPTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unauthorized", "forbidden", "key-as-400"})
    void aProviderThatRefusesOurKeyIsNotTheClientsFault(String model) {
        int status =
                switch (model) {
                    case "unauthorized" -> 401;
                    case "forbidden" -> 403;
                    default -> 400;
                };
        upstream.script(
                model,
                Answer.error(status, "Incorrect API key provided: " + CaseModels.secretOf(model), "invalid_api_key"));
        ErrorAssert.that(client.chat(model, "hi"), 502, "bad_gateway")
                .code("provider_auth")
                .messageWithout(CaseModels.secretOf(model))
                .lasting();
        assertTrue(upstream.calls(model).size() <= ATTEMPTS);
    }

    @Test
    void anotherTargetIsTriedWhereOneRefusesOurKey() {
        upstream.script("first-unauthorized-a", Answer.error(401, "bad key", "invalid_api_key"));
        HttpAnswer answer = client.chat("first-unauthorized", "hi");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("first-unauthorized-b", answer.header("x-penstock-provider"));
        assertEquals("2", answer.header("x-penstock-attempts"));
    }

    @Test
    void nonsenseFromAProviderIsMalformed() {
        upstream.script("malformed", Answer.json("{\"choices\":["));
        upstream.script("not-an-object", Answer.json("[]"));
        upstream.script("html-200", Answer.html(200));
        for (String model : new String[] {"malformed", "not-an-object", "html-200"}) {
            ErrorAssert.that(client.chat(model, "hi"), 502, "bad_gateway")
                    .code("upstream_malformed")
                    .lasting();
        }
    }

    @Test
    void truncationIsNoSuccess() {
        upstream.script("truncated", Answer.truncatedAt(100, Chunks.completion("truncated", "a long answer")));
        ErrorAssert.that(client.chat("truncated", "hi"), 502, "bad_gateway").code("upstream_truncated");
        upstream.script("stream-truncated", Answer.stream().role().thenCut());
        ErrorAssert.that(streamError("stream-truncated"), 502, "bad_gateway").code("upstream_truncated");
    }

    @Test
    void anErrorInsideAStreamBeforeItsContentHasAnErrorStatus() {
        upstream.script(
                "in-band",
                Answer.stream()
                        .role()
                        .data(Chunks.error("server melted", "server_error", null, "melted"))
                        .done());
        HttpAnswer answer = streamError("in-band");
        assertTrue(answer.status() >= 500, answer::toString);
        ErrorAssert.that(
                        answer,
                        answer.status(),
                        answer.json().getJsonObject("error").getString("type"))
                .message("melted")
                .lasting();
    }

    @Test
    void aRedirectIsNeverFollowed() {
        upstream.script("redirecting", Answer.status(307, "", "location", upstream.root() + "/elsewhere"));
        ErrorAssert.that(client.chat("redirecting", "hi"), 502, "bad_gateway").lasting();
        assertTrue(upstream.calls().stream().noneMatch(call -> call.uri().contains("elsewhere")));
    }

    @Test
    void errorPagesBecomeJson() {
        upstream.script("html-500", Answer.html(500));
        ErrorAssert.that(client.chat("html-500", "hi"), 502, "bad_gateway").messageWithout("<html");
        upstream.script("empty-500", Answer.status(500, ""));
        ErrorAssert.that(client.chat("empty-500", "hi"), 502, "bad_gateway").code("provider_error");
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 529})
    void anOverloadedProviderIsUnavailable(int status) {
        String model = "overloaded-" + status;
        upstream.script(model, Answer.error(status, "too busy", "overloaded"));
        ErrorAssert.that(client.chat(model, "hi"), 503, "service_unavailable")
                .code("provider_overloaded")
                .lasting();
    }

    @Test
    void allTargetsFailingIsUnavailable() {
        upstream.script("both-fail-a", Answer.status(500, "{}"));
        upstream.script("both-fail-b", Answer.hangUp());
        ErrorAssert.that(client.chat("both-fail", "hi"), 503, "service_unavailable")
                .code("all_providers_unavailable")
                .header("x-penstock-attempts", "2")
                .lasting();
        assertEquals(1, upstream.calls("both-fail-a").size());
        assertEquals(1, upstream.calls("both-fail-b").size());
    }

    @Test
    void theNextTargetIsTriedAtOncePlainlyAndStreamed() {
        upstream.script("second-works-a", Answer.status(500, "{}"));
        upstream.script("second-works-b", Answer.completion("second"));
        HttpAnswer plain = client.chat("second-works", "hi");
        assertEquals("second", plain.content());
        assertEquals("second-works-b", plain.header("x-penstock-provider"));
        assertEquals(
                "second",
                client.streamed(ChatClient.streamRequest("second-works", "hi")).content());
    }

    @Test
    void aProvidersLimitComesThroughWithTheSoonestRetry() {
        upstream.script("both-limited-a", Answer.error(429, "slow down", "tpm_exceeded", "retry-after", "40"));
        upstream.script("both-limited-b", Answer.error(429, "slow down", "rpm_exceeded", "retry-after", "25"));
        HttpAnswer answer = client.chat("both-limited", "hi");
        ErrorAssert.that(answer, 429, "rate_limit_exceeded").lasting();
        long seconds = Long.parseLong(String.valueOf(answer.header("retry-after")));
        assertTrue(seconds >= 24 && seconds <= 25, answer::toString);
    }

    @Test
    void aShortRetryAfterIsWaitedFor() {
        upstream.script("soon", Answer.error(429, "slow down", "rpm", "retry-after", "1"), Answer.completion("now"));
        long start = System.nanoTime();
        assertEquals("now", client.chat("soon", "hi").content());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toMillis() >= 950, () -> "tried again after " + took);
    }

    @Test
    void aLongRetryAfterGoesToTheClientAtOnce() {
        upstream.script("later", Answer.error(429, "slow down", "rpm_exceeded", "retry-after", "20"));
        HttpAnswer answer = client.chat("later", "hi");
        ErrorAssert.that(answer, 429, "rate_limit_exceeded")
                .code("rpm_exceeded")
                .lasting();
        long seconds = Long.parseLong(String.valueOf(answer.header("retry-after")));
        assertTrue(seconds >= 19 && seconds <= 20, answer::toString);
        assertEquals(1, upstream.calls("later").size());
    }

    @Test
    void aRetryAfterThatIsNoneIsIgnored() {
        upstream.script(
                "bad-retry-after",
                Answer.error(429, "slow down", "rpm", "retry-after", "-5"),
                Answer.error(503, "slow down", "rpm", "retry-after", "banana"),
                Answer.completion("ok"));
        assertEquals("ok", client.chat("bad-retry-after", "hi").content());
    }

    @Test
    void aConnectThatTakesTooLongIsATimeout() {
        ErrorAssert.that(client.chat("no-connect", "hi"), 504, "timeout_error")
                .code("provider_timeout")
                .lasting();
    }

    @Test
    void aFirstTokenThatTakesTooLongIsATimeoutAndEndsTheUpstreamCall() {
        upstream.script("slow-first-token", Answer.stream().headers().role().thenHold());
        ErrorAssert.that(streamError("slow-first-token"), 504, "timeout_error")
                .code("provider_timeout")
                .lasting();
        long cancelledAt = upstream.awaitCall("slow-first-token", SOON).awaitCancelled(SOON);
        assertTrue(cancelledAt > 0);
    }

    @Test
    void theTotalDeadlineHoldsForPlainAnswers() {
        upstream.script("slow-total", Answer.silent());
        ErrorAssert.that(client.chat("slow-total", "hi"), 504, "timeout_error").code("provider_timeout");
        long cancelledAt = upstream.awaitCall("slow-total", SOON).awaitCancelled(SOON);
        assertTrue(cancelledAt > 0);
    }

    @Test
    void theTotalDeadlineHoldsOverAllAttempts() {
        upstream.script("slow-retries", Answer.hangUp(), Answer.silent());
        long start = System.nanoTime();
        HttpAnswer answer = client.chat("slow-retries", "hi");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(answer.status() >= 500, answer::toString);
        assertTrue(took.toMillis() < 4000, () -> "answered only after " + took);
    }

    static Stream<Arguments> passedOn() {
        return Stream.of(
                Arguments.of(
                        400,
                        "p400",
                        document("context too long", "messages", "context_length_exceeded"),
                        "messages",
                        "context_length_exceeded",
                        "context too long"),
                Arguments.of(
                        404,
                        "p404",
                        document("no such model here", null, "model_not_found"),
                        null,
                        "model_not_found",
                        "no such model here"),
                Arguments.of(413, "p413", document("too much", null, null), null, null, "too much"),
                Arguments.of(
                        422,
                        "p422",
                        document("cannot", "tools[0]", "unprocessable"),
                        "tools[0]",
                        "unprocessable",
                        "cannot"),
                Arguments.of(400, "p-text", "{\"error\":\"just words\"}", null, null, "just words"),
                Arguments.of(422, "p-detail", "{\"detail\":\"some detail\"}", null, null, "some detail"));
    }

    @ParameterizedTest
    @MethodSource("passedOn")
    void aProvidersWordOnTheRequestIsPassedOn(
            int status, String model, String body, @Nullable String param, @Nullable String code, String message) {
        upstream.script(model, Answer.status(status, body));
        HttpAnswer answer = client.chat(model, "hi");
        assertEquals(status, answer.status(), answer::toString);
        ErrorAssert.that(answer, status, answer.json().getJsonObject("error").getString("type"))
                .param(param)
                .code(code)
                .message(message)
                .lasting();
        assertEquals(1, upstream.calls(model).size(), "the same request would fail again");
    }

    @Test
    void aPassedOnErrorGetsTheFourFieldsWhateverItsBody() {
        upstream.script("p-html", Answer.html(400));
        upstream.script("p-empty", Answer.status(400, ""));
        upstream.script("p-intcode", Answer.status(400, Chunks.error("bad", "weird", null, 400)));
        for (String model : new String[] {"p-html", "p-empty", "p-intcode"}) {
            HttpAnswer answer = client.chat(model, "hi");
            ErrorAssert.that(answer, 400, answer.json().getJsonObject("error").getString("type"))
                    .messageWithout("<html")
                    .lasting();
        }
    }

    @Test
    void anotherTargetIsNotTriedForABadRequest() {
        upstream.script("bad-request-a", Answer.error(400, "blocked", "content_filter"));
        HttpAnswer answer = client.chat("bad-request", "hi");
        assertEquals(400, answer.status(), answer::toString);
        assertEquals("content_filter", answer.json().getJsonObject("error").getString("code"));
        assertEquals(0, upstream.calls("bad-request-b").size());
    }

    @Test
    void noSecretIsInAnyMessageOrLog() {
        String secret = CaseModels.secretOf("leaky");
        String telling = "key " + secret + " and Bearer " + secret + " of " + ALL.key();
        upstream.script(
                "leaky",
                Answer.error(400, telling, secret),
                Answer.error(500, telling, secret),
                Answer.error(500, telling, secret),
                Answer.error(500, telling, secret),
                Answer.error(401, telling, secret));
        for (int i = 0; i < 3; i++) {
            HttpAnswer answer = client.chat("leaky", "hi");
            assertTrue(answer.status() >= 400, answer::toString);
            assertFalse(answer.toString().contains(secret), answer::toString);
        }
        assertFalse(node.output().contains("sk-secret-of-"), () -> "a provider's key" + node.tail());
        assertFalse(node.output().contains(ALL.key()), () -> "a client's key" + node.tail());
    }

    private static HttpAnswer streamError(String model) {
        try (SseClient stream = client.stream(model, "hi")) {
            return stream.answer(SOON);
        }
    }

    private static String document(String message, @Nullable String param, @Nullable String code) {
        return Chunks.error(message, "invalid_request_error", param, code);
    }
}
