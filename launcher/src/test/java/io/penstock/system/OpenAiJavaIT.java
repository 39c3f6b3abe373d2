package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.penstock.testkit.Answer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.ScriptedUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's own client for Java, pointed at a node and not otherwise told. */
class OpenAiJavaIT {

    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"]");
    private static final ClientKey ONE = new ClientKey("one", "models: [\"*\"], limits: { requestsPerMinute: 1 }");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static NodeConfig config;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        String routes =
                new CaseModels(upstream).echo("echo", "").each("cut", "broken").yaml();
        config = NodeConfig.node("compatible").authByKeys().with(routes).with(ClientKey.yaml(ALL, ONE));
        node = config.start(directory);
        client = client(ALL.key());
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (node != null) {
            node.close();
        }
        upstream.close();
    }

    @Test
    void readsAPlainAnswer() {
        ChatCompletion answer =
                client.chat().completions().create(ask("say hello").build());
        answer.validate();
        assertEquals("hello", answer.choices().get(0).message().content().orElseThrow());
        assertEquals(
                ChatCompletion.Choice.FinishReason.STOP, answer.choices().get(0).finishReason());
        assertEquals("echo", answer.model());
        assertTrue(answer.usage().orElseThrow().totalTokens() > 0);
    }

    @Test
    void readsAStream() {
        ChatCompletion answer = stream(ask("count from 1 to 20").build());
        assertTrue(answer.choices().get(0).message().content().orElseThrow().contains("20"));
        assertEquals(
                ChatCompletion.Choice.FinishReason.STOP, answer.choices().get(0).finishReason());
    }

    @Test
    void readsUsageOfAStream() {
        ChatCompletion answer = stream(ask("say hello")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());
        assertTrue(answer.usage().orElseThrow().completionTokens() > 0);
    }

    @Test
    void readsSeveralChoices() {
        assertEquals(
                2,
                client.chat()
                        .completions()
                        .create(ask("say hello").n(2).build())
                        .choices()
                        .size());
        ChatCompletion streamed = stream(ask("say hello").n(2).build());
        assertEquals(2, streamed.choices().size());
        streamed.choices()
                .forEach(choice ->
                        assertEquals("hello", choice.message().content().orElseThrow()));
    }

    @Test
    void readsToolCallsPlainlyAndStreamed() {
        ChatCompletionCreateParams params = ask("call weather {\"city\":\"Köln\",\"days\":3}")
                .addTool(ChatCompletionFunctionTool.builder()
                        .function(FunctionDefinition.builder().name("weather").build())
                        .build())
                .build();
        ChatCompletion plain = client.chat().completions().create(params);
        plain.validate();
        for (ChatCompletion answer : List.of(plain, stream(params))) {
            assertEquals(
                    ChatCompletion.Choice.FinishReason.TOOL_CALLS,
                    answer.choices().get(0).finishReason());
            ChatCompletionMessageFunctionToolCall call = answer.choices()
                    .get(0)
                    .message()
                    .toolCalls()
                    .orElseThrow()
                    .get(0)
                    .asFunction();
            assertEquals("weather", call.function().name());
            assertEquals(
                    "{\"city\":\"Köln\",\"days\":3}",
                    call.function().arguments().replace(" ", ""));
            assertTrue(!call.id().isEmpty());
        }
    }

    @Test
    void listsModels() {
        assertTrue(client.models().list().data().stream()
                .anyMatch(model -> model.id().equals("echo")));
        assertEquals("echo", client.models().retrieve("echo").id());
    }

    @Test
    void mapsErrorsToItsOwnTypes() {
        NotFoundException notFound = assertThrows(NotFoundException.class, () -> client.chat()
                .completions()
                .create(ask("hi").model("invalid-model").build()));
        assertEquals("model_not_found", notFound.code().orElseThrow());
        BadRequestException badRequest = assertThrows(BadRequestException.class, () -> client.chat()
                .completions()
                .create(ask("hi").temperature(9.0).build()));
        assertEquals("temperature", badRequest.param().orElseThrow());
        OpenAIClient stranger = client("sk-pen-unknown");
        assertThrows(
                UnauthorizedException.class,
                () -> stranger.chat().completions().create(ask("hi").build()));
        stranger.close();
    }

    @Test
    void mapsALimitToItsOwnType() {
        OpenAIClient limited = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl())
                .apiKey(ONE.key())
                .maxRetries(0)
                .build();
        ChatCompletionCreateParams params = ask("hi").build();
        assertEquals("echo", limited.chat().completions().create(params).model());
        RateLimitException refused = assertThrows(
                RateLimitException.class, () -> limited.chat().completions().create(params));
        assertEquals("requests", refused.code().orElseThrow());
        limited.close();
    }

    @Test
    void doesNotTryAgainWhatPenstockHasTried() {
        upstream.script("broken", Answer.status(500, "{}"));
        assertThrows(com.openai.errors.InternalServerException.class, () -> client.chat()
                .completions()
                .create(ask("hi").model("broken").build()));
        assertEquals(3, upstream.calls("broken").size(), "one budget of attempts for client and gateway together");
    }

    @Test
    void seesThatAStreamFailed() {
        upstream.script("cut", Answer.stream().role().content("a").thenCut());
        assertThrows(SseException.class, () -> stream(ask("hi").model("cut").build()));
    }

    private static ChatCompletion stream(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(params)) {
            response.stream().forEach(chunk -> chunks.add(accumulator.accumulate(chunk)));
        }
        chunks.forEach(ChatCompletionChunk::validate);
        return accumulator.chatCompletion();
    }

    private static ChatCompletionCreateParams.Builder ask(String prompt) {
        return ChatCompletionCreateParams.builder().model("echo").addUserMessage(prompt);
    }

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl())
                .apiKey(key)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static String baseUrl() {
        return "http://127.0.0.1:" + config.httpPort() + "/v1";
    }
}
