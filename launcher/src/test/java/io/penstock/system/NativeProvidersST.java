package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.ClusterFixture;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers with a wire form of their own, through a gateway node and a provider node, as clients see them. */
class NativeProvidersST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String DROPPED = "x-penstock-dropped";
    private static final String SIGNATURE = "c2lnbmVk";

    @TempDir
    static Path directory;

    private static ScriptedUpstream anthropic;
    private static ScriptedUpstream gemini;
    private static ClusterFixture cluster;
    private static ChatClient client;

    @BeforeAll
    static void start() {
        anthropic = ScriptedUpstream.start();
        gemini = ScriptedUpstream.start();
        String yaml = """
                providers:
                  claude:        { type: anthropic, baseUrl: "%1$s", apiKeys: ["sk-ant-1"] }
                  claude-strict: { type: anthropic, baseUrl: "%1$s", apiKeys: ["sk-ant-1"], onUnsupported: error }
                  claude-many:   { type: anthropic, baseUrl: "%1$s", apiKeys: ["sk-ant-1"], emulateN: true }
                  gem:           { type: gemini, baseUrl: "%2$s", apiKeys: ["AIza-1"] }
                models:
                  claude: { targets: [ { provider: claude, model: claude-sonnet-4-5 } ] }
                  strict: { targets: [ { provider: claude-strict, model: claude-sonnet-4-5 } ] }
                  many:   { targets: [ { provider: claude-many, model: claude-sonnet-4-5 } ] }
                  both:
                    targets:
                      - { provider: claude, model: claude-sonnet-4-5 }
                      - { provider: gem, model: gemini-2.5-flash }
                """.formatted(anthropic.root(), gemini.root());
        cluster = ClusterFixture.start(directory, 1, 1, 1, yaml, UnaryOperator.identity());
        client = cluster.gateway(1).client();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        anthropic.close();
        gemini.close();
    }

    @BeforeEach
    void forget() {
        anthropic.reset();
        gemini.reset();
    }

    @Test
    void namesWhatItsProviderLacksWithPlainAndStreamedAnswers() {
        anthropic.queue(claudeSays("Hello"), claudeStreams("Hello"));
        JsonObject request = ChatClient.request("claude", "hi").put("seed", 7).put("logprobs", false);
        HttpAnswer plain = client.post(request.put("presence_penalty", 0.5).encode());
        assertEquals("Hello", plain.content());
        assertEquals("seed,presence_penalty", plain.header(DROPPED));
        SseClient stream = client.stream(request.copy().put("stream", true));
        ChatStream streamed = ChatStream.complete(stream.rest(SOON), "claude");
        assertEquals("Hello", streamed.content());
        assertEquals("seed,presence_penalty", stream.headers().get(DROPPED));
        for (int i = 0; i < 2; i++) {
            assertFalse(anthropic.calls().get(i).text().contains("seed"));
        }
    }

    @Test
    void refusesInsteadWhereTheConfigurationSaysSo() {
        JsonObject request = ChatClient.request("strict", "hi").put("seed", 7);
        ErrorAssert.that(client.post(request.encode()), 400, "invalid_request_error")
                .code("unsupported_parameter")
                .lasting();
        assertEquals(0, anthropic.calls().size());
        anthropic.queue(claudeSays("Hello"));
        HttpAnswer answer = client.post(ChatClient.request("strict", "hi").encode());
        assertEquals("Hello", answer.content());
        assertNull(answer.header(DROPPED));
    }

    @Test
    void speaksForTheTargetThatAnswersAndNotForOneThatFailedBefore() {
        anthropic.queue(Answer.status(
                529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));
        gemini.queue(geminiSays("Hello"));
        HttpAnswer answer =
                client.post(ChatClient.request("both", "hi").put("seed", 7).encode());
        assertEquals("Hello", answer.content());
        assertEquals("gem", answer.header("x-penstock-provider"));
        assertNull(answer.header(DROPPED), "Gemini has a seed");
        assertEquals(
                7,
                gemini.calls().get(0).json().getJsonObject("generationConfig").getInteger("seed"));
    }

    @Test
    void givesSignedReasoningBackToItsMakerAndToNobodyElse() {
        anthropic.queue(claudeThinks());
        HttpAnswer first = client.post(thinking().encode());
        JsonObject said = first.choice(0).getJsonObject("message");
        assertEquals("Let me see", said.getString("reasoning_content"));
        assertFalse(said.getString("content").contains("Let me see"));

        // The client sends its history back as it got it; one time its maker answers, one time another.
        JsonObject second = thinking();
        second.getJsonArray("messages")
                .add(said)
                .add(new JsonObject().put("role", "user").put("content", "And?"));
        anthropic.queue(claudeSays("Done"), Answer.status(529, "{}"));
        gemini.queue(geminiSays("Done"));
        assertEquals("Done", client.post(second.encode()).content());
        assertEquals("Done", client.post(second.encode()).content());
        JsonObject back =
                anthropic.calls().get(1).json().getJsonArray("messages").getJsonObject(1);
        assertEquals(
                new JsonObject()
                        .put("type", "thinking")
                        .put("thinking", "Let me see")
                        .put("signature", SIGNATURE),
                back.getJsonArray("content").getJsonObject(0));
        assertFalse(gemini.calls().get(0).text().contains(SIGNATURE), "a signature is for its maker only");
    }

    @Test
    void makesSeveralChoicesOfSeveralCallsWhereThatIsSwitchedOn() {
        anthropic.queue(claudeSays("A"), claudeSays("B"), claudeStreams("C"), claudeStreams("D"));
        JsonObject request = ChatClient.request("many", "hi").put("n", 2);
        HttpAnswer plain = client.post(request.encode());
        JsonArray choices = plain.json().getJsonArray("choices");
        assertEquals(2, choices.size());
        assertEquals(
                20, plain.json().getJsonObject("usage").getInteger("prompt_tokens"), "each call has a prompt to pay");
        ChatStream streamed = client.streamed(request.copy().put("stream", true));
        assertEquals("CD", streamed.content(0) + streamed.content(1));
        ErrorAssert.that(client.post(request.copy().put("model", "claude").encode()), 400, "invalid_request_error")
                .code("unsupported_parameter");
    }

    @Test
    void isReadByOpenAisOwnClient() {
        anthropic.queue(claudeCallsTools());
        OpenAIClient sdk = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + cluster.gateway(1).config().httpPort() + "/v1")
                .apiKey("any")
                .maxRetries(0)
                .build();
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model("claude")
                .addUserMessage("weather?")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                sdk.chat().completions().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        } finally {
            sdk.close();
        }
        var choice = accumulator.chatCompletion().choices().get(0);
        List<ChatCompletionMessageFunctionToolCall> calls = choice.message().toolCalls().orElseThrow().stream()
                .map(call -> call.asFunction())
                .toList();
        assertEquals("tool_calls", choice.finishReason().asString());
        assertEquals(
                List.of("toolu_1", "toolu_2"),
                calls.stream().map(call -> call.id()).toList());
        assertEquals("{\"city\":\"Köln\"}", calls.get(0).function().arguments());
        assertEquals("{}", calls.get(1).function().arguments());
        assertEquals(15, accumulator.chatCompletion().usage().orElseThrow().promptTokens());
    }

    @Test
    void countsEveryNativeCallInTheMetrics() {
        anthropic.queue(claudeSays("Hello"));
        assertEquals(200, client.chat("claude", "hi").status());
        String metrics = cluster.gateway(1).admin("/metrics").text();
        assertTrue(metrics.contains("provider=\"claude\""), metrics);
    }

    private static JsonObject thinking() {
        return ChatClient.request("both", "hi").put("reasoning_effort", "low").put("max_tokens", 4000);
    }

    private static Answer claudeSays(String text) {
        return Answer.json("""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5",
                 "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,
                 "usage":{"input_tokens":10,"output_tokens":3}}""".formatted(text));
    }

    private static Answer claudeThinks() {
        return Answer.json("""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5",
                 "content":[{"type":"thinking","thinking":"Let me see","signature":"%s"},{"type":"text","text":"Well"}],
                 "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":9}}""".formatted(SIGNATURE));
    }

    private static Answer claudeStreams(String text) {
        return Answer.stream()
                .raw(messageStart())
                .raw(
                        event(
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"))
                .raw(event("{\"type\":\"ping\"}"))
                .raw(event(
                        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                                + text + "\"}}"))
                .raw(event("{\"type\":\"content_block_stop\",\"index\":0}"))
                .raw(
                        event(
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}"))
                .raw(event("{\"type\":\"message_stop\"}"));
    }

    private static Answer claudeCallsTools() {
        return Answer.stream()
                .raw(messageStart())
                .raw(event(
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\","
                                + "\"name\":\"weather\",\"input\":{}}}"))
                .raw(event("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                        + "\"partial_json\":\"{\\\"city\\\":\"}}"))
                .raw(event("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                        + "\"partial_json\":\"\\\"Köln\\\"}\"}}"))
                .raw(event("{\"type\":\"content_block_stop\",\"index\":0}"))
                .raw(event(
                        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_2\","
                                + "\"name\":\"time\",\"input\":{}}}"))
                .raw(event("{\"type\":\"content_block_stop\",\"index\":1}"))
                .raw(
                        event(
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":20}}"))
                .raw(event("{\"type\":\"message_stop\"}"));
    }

    private static String messageStart() {
        return event(
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"claude-sonnet-4-5\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":10,"
                        + "\"cache_read_input_tokens\":5,\"cache_creation_input_tokens\":0,\"output_tokens\":1}}}");
    }

    private static String event(String data) {
        return "event: " + new JsonObject(data).getString("type") + "\ndata: " + data + "\n\n";
    }

    private static Answer geminiSays(String text) {
        return Answer.json("""
                {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"STOP","index":0}],
                 "usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"totalTokenCount":6}}""".formatted(text));
    }
}
