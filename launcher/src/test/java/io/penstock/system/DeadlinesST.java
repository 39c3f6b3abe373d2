package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.FullListener;
import io.penstock.testkit.Gate;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.StreamAnswer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each deadline: what its client is told, what is counted, and how many calls its upstream sees. */
class DeadlinesST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BEAT = Duration.ofMillis(50);
    private static final String CONNECT = "connect";
    private static final String FIRST_TOKEN = "first-token";
    private static final String IDLE = "idle";
    private static final String TOTAL = "total";
    private static final String CLIENT = "client";

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static FullListener full;
    private static NodeProcess node;
    private static ChatClient client;
    private static ChatClient admin;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        full = FullListener.open();
        String unconnectable = "http://127.0.0.1:" + full.port() + "/v1";
        String connect = "retries: 1, timeouts: { connect: 300ms }";
        String firstToken = "retries: 1, timeouts: { firstToken: 350ms }";
        String idle = "timeouts: { idle: 400ms }";
        String ownTotal = "timeouts: { total: 300ms }";
        String total = "timeouts: { total: 500ms }";
        CaseModels models = new CaseModels(upstream)
                .at(unconnectable, "connect-plain", connect)
                .at(unconnectable, "connect-stream", connect)
                .one("first-token", firstToken)
                .one("first-token-comments", firstToken)
                .one("first-token-empty-chunks", firstToken)
                .two("late-pair", "timeouts: { firstToken: 12s }")
                .one("late-alone", "retries: 0, timeouts: { firstToken: 12s }")
                .one("first-token-plain", "retries: 0, timeouts: { firstToken: 350ms }")
                .two("first-token-pair", firstToken)
                .one("idle", idle)
                .one("idle-comments", idle)
                .one("idle-empty-data", idle)
                .one("idle-pings", idle)
                .one("idle-steady", idle)
                .one("total-plain", total)
                .one("total-half-an-answer", total)
                .one("total-stream", total)
                .one("total-tokens", total)
                .one("total-attempts", "retries: 5, " + total)
                .one("total-longer-own", total)
                .one("total-equal-own", total)
                .tuned("share-plain", ownTotal, true, "")
                .tuned("share-half", ownTotal, true, "")
                .tuned("share-stream", ownTotal, true, "")
                .tuned("share-tokens", ownTotal, true, "")
                .tuned("share-alone", ownTotal, false, "retries: 2")
                .two("own-plain", "")
                .two("own-stream", "")
                .two("own-tokens", "");
        NodeConfig config = NodeConfig.node("timer").with(models.yaml());
        node = config.start(directory);
        client = ChatClient.of(config.httpPort());
        admin = ChatClient.of(config.adminPort());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        full.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-plain", "connect-stream"})
    void theConnectDeadlineHoldsForEachAttempt(String model) {
        HttpAnswer answer = model.endsWith("stream") ? streamError(model) : client.chat(model, "hi");
        assertTimeout(answer, model, CONNECT, 300).header("x-penstock-attempts", "2");
        assertEquals(2, exceeded(model, CONNECT));
    }

    @Test
    void theFirstTokenDeadlineHoldsForEachAttempt() {
        upstream.script("first-token", Answer.silent());
        assertTimeout(streamError("first-token"), "first-token", FIRST_TOKEN, 350)
                .header("x-penstock-attempts", "2");
        assertCancelled("first-token", 2);
        assertEquals(2, exceeded("first-token", FIRST_TOKEN));
    }

    @Test
    void commentsAreNoFirstToken() {
        String model = "first-token-comments";
        upstream.script(model, again(Answer.stream().headers(), ": still here\n\n"));
        assertTimeout(streamError(model), model, FIRST_TOKEN, 350);
        assertCancelled(model, 2);
        assertEquals(2, exceeded(model, FIRST_TOKEN));
    }

    @Test
    void chunksThatSayNothingAreNoFirstToken() {
        String model = "first-token-empty-chunks";
        StreamAnswer empty = Answer.stream().role();
        for (int i = 0; i < 40; i++) {
            empty = empty.content("").pause(BEAT);
        }
        upstream.script(model, empty.thenHold());
        assertTimeout(streamError(model), model, FIRST_TOKEN, 350);
        assertCancelled(model, 2);
    }

    @Test
    void aSlowFirstTokenIsCountedForItsOwnTargetOnly() {
        upstream.script("first-token-pair-a", Answer.silent());
        upstream.script("first-token-pair-b", Answer.completion("second"));
        assertEquals(
                "second",
                client.streamed(ChatClient.streamRequest("first-token-pair", "hi"))
                        .content());
        assertEquals(1, exceeded("first-token-pair-a", FIRST_TOKEN));
        assertEquals(0, exceeded("first-token-pair-b", FIRST_TOKEN));
    }

    /** The stream that is cut meanwhile tells that more than the deadline has gone by. */
    @Test
    void aPlainAnswerHasNoFirstTokenDeadline() {
        String model = "first-token-plain";
        Gate gate = new Gate();
        upstream.script(model, Answer.after(gate, Answer.completion("late")), Answer.silent());
        try (RawHttp plain = client.start(ChatClient.request(model, "hi"))) {
            upstream.awaitCall(model, SOON);
            assertTimeout(streamError(model), model, FIRST_TOKEN, 350);
            gate.open();
            HttpAnswer answer = plain.answer(SOON);
            assertEquals(200, answer.status(), answer::toString);
            assertEquals("late", answer.content());
        }
    }

    /** Headers go out, with a comment, after ten seconds without content, for which the other tests need not wait. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aStreamWhoseHeadIsOutStillFailsOver() {
        upstream.script("late-pair-a", Answer.stream().role().thenHold());
        upstream.script("late-pair-b", Answer.completion("second"));
        upstream.script("late-alone", Answer.silent());
        try (SseClient pair = client.stream("late-pair", "hi");
                SseClient alone = client.stream("late-alone", "hi")) {
            assertTrue(String.valueOf(pair.next(SOON)).contains("comment=ping"), "the head, before any content");
            ChatStream stream = ChatStream.complete(pair.rest(SOON), "late-pair");
            assertEquals("second", stream.content());
            ChatStream failed = ChatStream.failed(alone.rest(SOON), "late-alone");
            assertTimeout(failed.error(), "late-alone", FIRST_TOKEN, 12_000);
            assertEquals("", failed.content());
        }
        assertCancelled("late-pair-a", 1);
        assertEquals(1, upstream.calls("late-pair-b").size());
        assertCancelled("late-alone", 1);
    }

    @Test
    void theIdleDeadlineEndsAStreamThatStops() {
        upstream.script("idle", begun().thenHold());
        assertTimeout(streamFailure("idle"), "idle", IDLE, 400);
        assertCancelled("idle", 1);
        assertEquals(1, exceeded("idle", IDLE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "idle-comments   | : still here",
                "idle-empty-data | data:",
                "idle-pings      | data: {\"type\":\"ping\"}"
            })
    void whatIsNoTokenDoesNotKeepAStreamAlive(String model, String line) {
        upstream.script(model, again(begun(), line + "\n\n"));
        assertTimeout(streamFailure(model), model, IDLE, 400);
        assertCancelled(model, 1);
        assertEquals(1, exceeded(model, IDLE));
    }

    @Test
    void steadyTokensMayTakeLongerThanTheIdleDeadlineInAll() {
        StreamAnswer steady = Answer.stream().role();
        for (int i = 0; i < 12; i++) {
            steady = steady.content("a").pause(BEAT);
        }
        upstream.script("idle-steady", steady.finish("stop").done());
        assertEquals(
                "a".repeat(12),
                client.streamed(ChatClient.streamRequest("idle-steady", "hi")).content());
        assertEquals(0, exceeded("idle-steady", IDLE));
    }

    @Test
    void theTotalDeadlineEndsAPlainRequest() {
        upstream.script("total-plain", Answer.silent());
        assertTimeout(client.chat("total-plain", "hi"), "total-plain", TOTAL, 500)
                .header("x-penstock-attempts", "1");
        assertCancelled("total-plain", 1);
        assertEquals(1, exceeded("total-plain", TOTAL));
    }

    @Test
    void theTotalDeadlineEndsAPlainAnswerThatStopsHalfWay() {
        String model = "total-half-an-answer";
        upstream.script(model, halfAnAnswer());
        assertTimeout(client.chat(model, "hi"), model, TOTAL, 500);
        assertEquals(1, upstream.calls(model).size());
        assertEquals(1, exceeded(model, TOTAL));
    }

    @Test
    void theTotalDeadlineEndsAStreamBeforeItsContent() {
        upstream.script("total-stream", Answer.stream().role().thenHold());
        assertTimeout(streamError("total-stream"), "total-stream", TOTAL, 500);
        assertCancelled("total-stream", 1);
        assertEquals(1, exceeded("total-stream", TOTAL));
    }

    @Test
    void theTotalDeadlineEndsAStreamThatGoesOnForEver() {
        upstream.script("total-tokens", tokens());
        assertTimeout(streamFailure("total-tokens"), "total-tokens", TOTAL, 500);
        assertCancelled("total-tokens", 1);
        assertEquals(1, exceeded("total-tokens", TOTAL));
    }

    @Test
    void theTotalDeadlineIsOneForAllAttempts() {
        upstream.script("total-attempts", Answer.status(500, "{}"), Answer.silent());
        assertTimeout(client.chat("total-attempts", "hi"), "total-attempts", TOTAL, 500)
                .header("x-penstock-attempts", "2");
        assertEquals(2, upstream.calls("total-attempts").size());
        assertEquals(1, exceeded("total-attempts", TOTAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"share-plain", "share-half", "share-stream"})
    void aTargetThatTakesMoreThanItsOwnTotalIsLeftForTheNext(String model) {
        upstream.script(model + "-a", model.equals("share-half") ? halfAnAnswer() : Answer.silent());
        upstream.script(model + "-b", Answer.completion("second"));
        if (model.equals("share-stream")) {
            assertEquals(
                    "second",
                    client.streamed(ChatClient.streamRequest(model, "hi")).content());
        } else {
            HttpAnswer answer = client.chat(model, "hi");
            assertEquals(200, answer.status(), answer::toString);
            assertEquals("second", answer.content());
            assertEquals("2", answer.header("x-penstock-attempts"));
        }
        assertEquals(1, upstream.calls(model + "-a").size());
        assertEquals(1, upstream.calls(model + "-b").size());
        assertEquals(1, exceeded(model + "-a", TOTAL));
        assertEquals(0, exceeded(model + "-b", TOTAL));
    }

    @Test
    void aTargetsOwnTotalEndsItsStreamAfterContent() {
        upstream.script("share-tokens-a", tokens());
        assertTimeout(streamFailure("share-tokens"), "share-tokens-a", TOTAL, 300);
        assertCancelled("share-tokens-a", 1);
        assertEquals(0, upstream.calls("share-tokens-b").size());
        assertEquals(1, exceeded("share-tokens-a", TOTAL));
    }

    @Test
    void aTargetsOwnTotalHoldsForEachAttempt() {
        upstream.script("share-alone-a", Answer.silent());
        assertTimeout(client.chat("share-alone", "hi"), "share-alone-a", TOTAL, 300)
                .header("x-penstock-attempts", "3");
        assertCancelled("share-alone-a", 3);
        assertEquals(3, exceeded("share-alone-a", TOTAL));
    }

    @Test
    void theClientsOwnDeadlineEndsAPlainRequestWithoutAnotherAttempt() {
        upstream.script("own-plain-a", Answer.silent());
        HttpAnswer answer = client.post(ChatClient.request("own-plain", "hi").encode(), "x-penstock-timeout", "300ms");
        assertOwnTimeout(answer);
        assertOwnDeadline("own-plain");
    }

    @Test
    void theClientsOwnDeadlineEndsAStreamBeforeItsContentWithoutAnotherAttempt() {
        upstream.script("own-stream-a", Answer.stream().role().thenHold());
        assertOwnTimeout(streamError("own-stream", "x-penstock-timeout", "300ms"));
        assertOwnDeadline("own-stream");
    }

    @Test
    void theClientsOwnDeadlineEndsAStreamInTheMiddle() {
        upstream.script("own-tokens-a", tokens());
        JsonObject error = streamFailure("own-tokens", "x-penstock-timeout", "300ms");
        assertEquals("client_timeout", error.getString("code"));
        assertEquals("timeout_error", error.getString("type"));
        assertOwnDeadline("own-tokens");
    }

    @ParameterizedTest
    @CsvSource({"total-longer-own, 20s", "total-equal-own, 500ms"})
    void aClientCannotLengthenTheTotalDeadline(String model, String own) {
        upstream.script(model, Answer.silent());
        HttpAnswer answer = client.post(ChatClient.request(model, "hi").encode(), "x-penstock-timeout", own);
        assertTimeout(answer, model, TOTAL, 500);
        assertEquals(1, exceeded(model, TOTAL));
        assertEquals(0, exceeded(model, CLIENT));
    }

    private static StreamAnswer begun() {
        return Answer.stream().role().content("a");
    }

    /** The text again and again for two seconds, then nothing more. */
    private static StreamAnswer again(StreamAnswer begin, String text) {
        StreamAnswer answer = begin;
        for (int i = 0; i < 40; i++) {
            answer = answer.raw(text).pause(BEAT);
        }
        return answer.thenHold();
    }

    private static Answer halfAnAnswer() {
        return Answer.rawThenHold(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"choices\":[");
    }

    private static StreamAnswer tokens() {
        StreamAnswer answer = Answer.stream().role();
        for (int i = 0; i < 40; i++) {
            answer = answer.content("a").pause(BEAT);
        }
        return answer.thenHold();
    }

    private static HttpAnswer streamError(String model, String... headers) {
        try (SseClient stream = client.stream(ChatClient.streamRequest(model, "hi"), headers)) {
            return stream.answer(SOON);
        }
    }

    /** The error that ends a stream which has had content. */
    private static JsonObject streamFailure(String model, String... headers) {
        try (SseClient stream = client.stream(ChatClient.streamRequest(model, "hi"), headers)) {
            ChatStream failed = ChatStream.failed(stream.rest(SOON), model);
            assertTrue(failed.content().startsWith("a"), failed::content);
            return failed.error();
        }
    }

    private static ErrorAssert assertTimeout(HttpAnswer answer, String provider, String deadline, int millis) {
        return ErrorAssert.that(answer, 504, "timeout_error")
                .code("provider_timeout")
                .message(message(deadline, millis))
                .message("'" + provider + "'")
                .lasting();
    }

    private static void assertTimeout(JsonObject error, String provider, String deadline, int millis) {
        assertEquals("provider_timeout", error.getString("code"), error::encode);
        assertEquals("timeout_error", error.getString("type"), error::encode);
        assertTrue(error.getString("message").contains(message(deadline, millis)), error::encode);
        assertTrue(error.getString("message").contains("'" + provider + "'"), error::encode);
    }

    private static String message(String deadline, int millis) {
        return "did not meet the " + deadline + " deadline of " + millis + " ms";
    }

    private static void assertOwnTimeout(HttpAnswer answer) {
        ErrorAssert.that(answer, 504, "timeout_error")
                .code("client_timeout")
                .message("300 ms")
                .header("x-penstock-attempts", "1");
    }

    private static void assertOwnDeadline(String model) {
        assertCancelled(model + "-a", 1);
        assertEquals(0, upstream.calls(model + "-b").size());
        assertEquals(1, exceeded(model + "-a", CLIENT));
        assertEquals(0, exceeded(model + "-a", TOTAL));
    }

    /** Exactly so many calls, none of which goes on. */
    private static void assertCancelled(String model, int calls) {
        assertEquals(calls, upstream.calls(model).size(), model);
        upstream.calls(model).forEach(call -> assertTrue(call.awaitCancelled(SOON) > 0));
    }

    private static int exceeded(String provider, String deadline) {
        HttpAnswer metrics = admin.get("/metrics");
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("penstock_deadlines_exceeded_total{")
                        && line.contains("provider=\"" + provider + "\"")
                        && line.contains("deadline=\"" + deadline + "\""))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
