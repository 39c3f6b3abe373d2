package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers by which a request steers its own way: the provider, its time, whether to try again. */
class SteeringST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PROVIDER = "x-penstock-provider";
    private static final String TIMEOUT = "x-penstock-timeout";
    private static final String NO_RETRY = "x-penstock-no-retry";

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static ChatClient client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        CaseModels models = new CaseModels(upstream)
                .each("elsewhere")
                .two("picked", "")
                .two("picked-stream", "")
                .two("picked-fails", "retries: 2")
                .two("not-there", "")
                .two("bad-value", "")
                .two("in-time", "")
                .one("no-time-to-wait", "retries: 2")
                .two("once-true", "retries: 2")
                .two("once-1", "retries: 2")
                .two("once-stream", "retries: 2")
                .one("once-alone", "retries: 2")
                .two("again-false", "retries: 2")
                .two("again-0", "retries: 2");
        NodeConfig config = NodeConfig.node("steered").with(models.yaml());
        node = config.start(directory);
        client = ChatClient.of(config.httpPort());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        upstream.close();
    }

    @Test
    void aRequestPicksItsProvider() {
        for (String target : new String[] {"picked-b", "picked-a", "picked-b"}) {
            HttpAnswer answer = chat("picked", PROVIDER, target);
            assertEquals(200, answer.status(), answer::toString);
            assertEquals(target, answer.header(PROVIDER));
            assertEquals("1", answer.header("x-penstock-attempts"));
        }
        assertCalls("picked", 1, 2);
    }

    @Test
    void aStreamPicksItsProvider() {
        upstream.script("picked-stream-b", Answer.completion("second"));
        ChatStream stream =
                client.streamed(ChatClient.streamRequest("picked-stream", "hi"), PROVIDER, "picked-stream-b");
        assertEquals("second", stream.content());
        assertCalls("picked-stream", 0, 1);
    }

    @Test
    void aPickedProviderThatFailsIsNotLeftForAnother() {
        upstream.script("picked-fails-b", Answer.status(500, "{}"));
        ErrorAssert.that(chat("picked-fails", PROVIDER, "picked-fails-b"), 502, "bad_gateway")
                .code("provider_error")
                .header("x-penstock-attempts", "3");
        assertCalls("picked-fails", 0, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere", "nobody", "not-there", "NOT-THERE-A", ""})
    void aProviderThatTheModelDoesNotHaveIsABadRequest(String provider) {
        ErrorAssert.that(chat("not-there", PROVIDER, provider), 400, "invalid_request_error")
                .message(PROVIDER)
                .lasting();
        assertCalls("not-there", 0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        TIMEOUT + ", ''",
        TIMEOUT + ", soon",
        TIMEOUT + ", 0ms",
        TIMEOUT + ", 0s",
        TIMEOUT + ", -5s",
        TIMEOUT + ", 1.5s",
        TIMEOUT + ", 30",
        TIMEOUT + ", 1 s",
        TIMEOUT + ", 5d",
        TIMEOUT + ", 99999999999999999999s",
        NO_RETRY + ", ''",
        NO_RETRY + ", yes",
        NO_RETRY + ", 2"
    })
    void aValueThatSaysNothingIsABadRequest(String header, String value) {
        ErrorAssert.that(chat("bad-value", header, value), 400, "invalid_request_error")
                .message(header)
                .lasting();
        HttpAnswer stream = streamError("bad-value", header, value);
        ErrorAssert.that(stream, 400, "invalid_request_error").message(header);
        assertCalls("bad-value", 0, 0);
    }

    @Test
    void anAnswerWithinItsTimeIsAsAnyOther() {
        for (String time : new String[] {"9000ms", "30s", "2m", "999999999m"}) {
            HttpAnswer answer = chat("in-time", TIMEOUT, time);
            assertEquals(200, answer.status(), answer::toString);
            assertEquals("ok", answer.content());
        }
        assertCalls("in-time", 4, 0);
    }

    @Test
    void aPauseThatDoesNotFitIntoTheRequestsOwnTimeIsNotWaitedFor() {
        upstream.script("no-time-to-wait", Answer.error(429, "slow down", "rpm", "retry-after", "5"));
        ErrorAssert.that(chat("no-time-to-wait", TIMEOUT, "3s"), 429, "rate_limit_exceeded")
                .code("rpm")
                .header("x-penstock-attempts", "1")
                .header("retry-after", "5");
        assertEquals(1, upstream.calls("no-time-to-wait").size());
    }

    @ParameterizedTest
    @CsvSource({"once-true, true", "once-1, 1"})
    void withoutRetriesThereIsOneAttempt(String model, String value) {
        upstream.script(model + "-a", Answer.status(500, "{}"));
        ErrorAssert.that(chat(model, NO_RETRY, value), 502, "bad_gateway")
                .code("provider_error")
                .header("x-penstock-attempts", "1")
                .lasting();
        assertCalls(model, 1, 0);
    }

    @Test
    void withoutRetriesThereIsOneAttemptAtAStream() {
        upstream.script("once-stream-a", Answer.stream().role().thenCut());
        ErrorAssert.that(streamError("once-stream", NO_RETRY, "true"), 502, "bad_gateway")
                .code("upstream_truncated")
                .header("x-penstock-attempts", "1");
        assertCalls("once-stream", 1, 0);
    }

    @Test
    void withoutRetriesTheOnlyTargetIsNotTriedAgain() {
        upstream.script("once-alone", Answer.error(429, "slow down", "rpm", "retry-after-ms", "10"));
        ErrorAssert.that(chat("once-alone", NO_RETRY, "true"), 429, "rate_limit_exceeded");
        assertEquals(1, upstream.calls("once-alone").size());
    }

    @ParameterizedTest
    @CsvSource({"again-false, false", "again-0, 0"})
    void retriesThatAreNotForbiddenHappen(String model, String value) {
        upstream.script(model + "-a", Answer.status(500, "{}"));
        HttpAnswer answer = chat(model, NO_RETRY, value);
        assertEquals(200, answer.status(), answer::toString);
        assertCalls(model, 1, 1);
    }

    @Test
    void theHeadersStayInsidePenstock() {
        HttpAnswer answer = chat("elsewhere", PROVIDER, "elsewhere", TIMEOUT, "30s", NO_RETRY, "true");
        assertEquals(200, answer.status(), answer::toString);
        assertTrue(
                upstream.awaitCall("elsewhere", SOON).headers().names().stream()
                        .noneMatch(name -> name.startsWith("x-penstock")),
                "none of them at the provider");
    }

    private static HttpAnswer chat(String model, String... headers) {
        return client.post(ChatClient.request(model, "hi").encode(), headers);
    }

    private static HttpAnswer streamError(String model, String... headers) {
        try (SseClient stream = client.stream(ChatClient.streamRequest(model, "hi"), headers)) {
            return stream.answer(SOON);
        }
    }

    private static void assertCalls(String model, int ofFirst, int ofSecond) {
        assertEquals(ofFirst, upstream.calls(model + "-a").size(), "calls to the first target");
        assertEquals(ofSecond, upstream.calls(model + "-b").size(), "calls to the second target");
    }
}
