package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body's field {@code models}: what else to run a request on, in this order, after {@code model}. */
class ModelsFieldST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"]");
    private static final ClientKey SOME =
            new ClientKey("some", "models: [\"*-allowed\"], limits: { requestsPerMinute: 1000 }");

    private static final ClientKey GLOBBED =
            new ClientKey("globbed", "modelLimits: { \"glob-*\": { concurrentRequests: 1, requestsPerDay: 4 } }");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static ChatClient client;
    private static ChatClient limited;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        CaseModels models = new CaseModels(upstream)
                .each("plain-1", "plain-2", "plain-3", "stream-1", "stream-2", "works-1", "works-2", "body-1", "body-2")
                .each("exists", "skip-1-allowed", "skip-2", "skip-3-allowed", "first-not", "second-allowed")
                .each("none-1", "none-2", "fault-1", "fault-2", "seen-1", "seen-2", "picked-1", "picked-2")
                .each("glob-1", "glob-2", "glob-3", "glob-4", "full-2")
                .one("full-1", "limits: { requestsPerDay: 1 }")
                .one("budget-1", "retries: 1")
                .one("budget-2", "retries: 5")
                .one("budget-3", "retries: 5");
        NodeConfig config =
                NodeConfig.node("lister").authByKeys().with(models.yaml()).with(ClientKey.yaml(ALL, SOME, GLOBBED));
        node = config.start(directory);
        client = new ChatClient(config.httpPort(), ALL.key());
        limited = client.withKey(SOME.key());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        upstream.close();
    }

    @Test
    void theNextModelAnswersWhereTheOneBeforeFails() {
        upstream.script("plain-1", Answer.status(500, "{}"));
        upstream.script("plain-2", Answer.status(500, "{}"));
        upstream.script("plain-3", Answer.completion("third"));
        HttpAnswer answer = post(client, "plain-1", "plain-2", "plain-3");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("third", answer.content());
        assertEquals("plain-3", answer.json().getString("model"), "the one that ran");
        assertEquals("plain-3", answer.header("x-penstock-provider"));
        assertEquals("3", answer.header("x-penstock-attempts"));
        assertCalls(1, "plain-1", "plain-2", "plain-3");
    }

    @Test
    void theNextModelStreamsWhereTheOneBeforeFails() {
        upstream.script("stream-1", Answer.stream().role().thenCut());
        upstream.script("stream-2", Answer.completion("second"));
        try (SseClient events = client.stream(request("stream-1", "stream-2").put("stream", true))) {
            assertEquals(
                    "second", ChatStream.complete(events.rest(SOON), "stream-2").content());
        }
        assertCalls(1, "stream-1", "stream-2");
    }

    @Test
    void afterContentNoOtherModelIsTried() {
        upstream.script("seen-1", Answer.stream().role().content("a").thenCut());
        try (SseClient events = client.stream(request("seen-1", "seen-2").put("stream", true))) {
            assertEquals("a", ChatStream.failed(events.rest(SOON), "seen-1").content());
        }
        assertCalls(1, "seen-1");
        assertCalls(0, "seen-2");
    }

    @Test
    void theFirstModelAnswersWhereItCan() {
        HttpAnswer answer = post(client, "works-1", "works-2", "works-1");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("works-1", answer.json().getString("model"));
        assertCalls(1, "works-1");
        assertCalls(0, "works-2");
    }

    @Test
    void noProviderSeesTheFieldAndAllElseIsAsItWas() {
        upstream.script("body-1", Answer.status(500, "{}"));
        JsonObject request = request("body-1", "body-2")
                .put("temperature", 0.5)
                .put("unknown_field", new JsonObject().put("models", new JsonArray().add("x")));
        HttpAnswer answer = client.post(request.encode());
        assertEquals(200, answer.status(), answer::toString);
        JsonObject expected = request.copy();
        expected.remove("models");
        for (String model : List.of("body-1", "body-2")) {
            assertEquals(
                    expected.put("model", model),
                    upstream.awaitCall(model, SOON).json());
        }
    }

    @Test
    void theBudgetOfTheFirstModelHoldsForAll() {
        for (String model : List.of("budget-1", "budget-2", "budget-3")) {
            upstream.script(model, Answer.status(500, "{}"));
        }
        ErrorAssert.that(post(client, "budget-1", "budget-2", "budget-3"), 503, "service_unavailable")
                .code("all_providers_unavailable")
                .header("x-penstock-attempts", "2");
        assertCalls(1, "budget-1", "budget-2");
        assertCalls(0, "budget-3");
    }

    @Test
    void aFaultOfTheRequestIsNotTriedOnAnotherModel() {
        upstream.script("fault-1", Answer.error(422, "cannot", "unprocessable"));
        ErrorAssert.that(post(client, "fault-1", "fault-2"), 422, "invalid_request_error")
                .code("unprocessable");
        assertCalls(1, "fault-1");
        assertCalls(0, "fault-2");
    }

    @Test
    void aModelThatDoesNotExistIsNotFound() {
        for (ChatClient one : List.of(client, limited)) {
            ErrorAssert.that(post(one, "exists", "no-such-model"), 404, "invalid_request_error")
                    .code("model_not_found")
                    .message("no-such-model")
                    .lasting();
        }
        assertCalls(0, "exists");
    }

    @Test
    void aModelThatTheKeyMayNotUseIsSkipped() {
        upstream.script("skip-1-allowed", Answer.status(500, "{}"));
        HttpAnswer answer = post(limited, "skip-1-allowed", "skip-2", "skip-3-allowed");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("skip-3-allowed", answer.json().getString("model"));
        assertCalls(1, "skip-1-allowed", "skip-3-allowed");
        assertCalls(0, "skip-2");
    }

    @Test
    void theFirstModelIsSkippedTooWhereTheKeyMayNotUseIt() {
        HttpAnswer answer = post(limited, "first-not", "second-allowed");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("second-allowed", answer.json().getString("model"));
        assertEquals("1", answer.header("x-penstock-attempts"));
        assertCalls(0, "first-not");
    }

    @Test
    void whereTheKeyMayUseNoneTheRequestIsRefused() {
        ErrorAssert.that(post(limited, "none-1", "none-2"), 403, "permission_error")
                .code("model_not_allowed")
                .lasting();
        assertCalls(0, "none-1", "none-2");
    }

    @Test
    void aPickedProviderPicksTheModelToo() {
        HttpAnswer answer = client.post(request("picked-1", "picked-2").encode(), "x-penstock-provider", "picked-2");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("picked-2", answer.json().getString("model"));
        assertCalls(0, "picked-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"exists\" | models", "[7] | models[0]", "[\"exists\", null] | models[1]", "{} | models"})
    void aFieldThatIsNoListOfNamesIsABadRequest(String value, String param) {
        String body = request("exists").encode().replace("\"models\":[]", "\"models\":" + value);
        HttpAnswer answer = client.post(body);
        ErrorAssert.that(answer, 400, "invalid_request_error").param(param).lasting();
        assertFalse(answer.text().contains("internal"), answer::toString);
        assertCalls(0, "exists");
    }

    private static JsonObject request(String model, String... more) {
        return ChatClient.request(model, "hi").put("models", new JsonArray(List.<Object>of((Object[]) more)));
    }

    private static HttpAnswer post(ChatClient as, String model, String... more) {
        return as.post(request(model, more).encode());
    }

    /** Both models are limited as one; the request holds that limit's only permit already when it falls back. */
    @Test
    void modelsThatOneLimitStandsForCountOnItOnce() {
        upstream.script("glob-1", Answer.status(500, "{}"));
        upstream.script("glob-2", Answer.completion("second"));
        ChatClient globbed = client.withKey(GLOBBED.key());
        for (int left = 3; left >= 2; left--) {
            HttpAnswer answer = post(globbed, "glob-1", "glob-2");
            assertEquals("second", answer.content(), answer::toString);
            assertEquals(String.valueOf(left), answer.header("x-ratelimit-remaining-requests"));
        }
    }

    @Test
    void aModelWhoseOwnLimitIsFullIsPassedBy() {
        upstream.script("full-1", Answer.completion("first"));
        upstream.script("full-2", Answer.completion("second"));
        assertEquals("first", post(client, "full-1", "full-2").content());
        HttpAnswer second = post(client, "full-1", "full-2");
        assertEquals("second", second.content(), second::toString);
        assertEquals("1", second.header("x-penstock-attempts"));
        ErrorAssert.that(post(client, "full-1"), 429, "rate_limit_exceeded").code("requests");
        assertCalls(1, "full-1", "full-2");
    }

    private static void assertCalls(int calls, String... models) {
        for (String model : models) {
            assertEquals(calls, upstream.calls(model).size(), model);
        }
    }
}
