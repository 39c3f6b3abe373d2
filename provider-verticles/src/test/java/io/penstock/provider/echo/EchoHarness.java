package io.penstock.provider.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.echo.RecordingSink.Recorded;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs requests against echo on an event loop and takes the answers apart. */
public final class EchoHarness implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    final Vertx vertx = Vertx.vertx();
    private final EchoProvider provider;

    public EchoHarness(Duration delay) {
        provider = new EchoProvider(vertx, delay);
    }

    private static ChatCall call(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return new ChatCall(
                bytes, ChatRequestReader.read(bytes), -1, "upstream", new Deadlines(1000, 1000, 1000, 10_000));
    }

    /** A body whose one user message is this text. */
    public static String asking(String text, String moreFields) {
        String content = JSON.getNodeFactory().textNode(text).toString();
        return "{\"model\":\"pub\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]" + moreFields + "}";
    }

    public Recorded run(String body) throws Exception {
        RecordingSink sink = new RecordingSink(Long.MAX_VALUE);
        vertx.runOnContext(ignored -> start(body, sink));
        return sink.ended.get(10, TimeUnit.SECONDS);
    }

    /** On the event loop of the caller. */
    @CanIgnoreReturnValue
    public Call start(String body, RecordingSink sink) {
        return provider.call(call(body), sink);
    }

    /** The document that answers a plain request, its usage checked. */
    public JsonNode document(String body) throws Exception {
        Recorded recorded = run(body);
        assertNotNull(recorded.usage());
        JsonNode document = JSON.readTree(recorded.text());
        assertEquals(
                recorded.usage().completionTokens(),
                document.at("/usage/completion_tokens").longValue());
        assertEquals(
                recorded.usage().promptTokens(),
                document.at("/usage/prompt_tokens").longValue());
        assertEquals("pub", document.path("model").textValue());
        return document;
    }

    /** The text of the one choice of a plain request. */
    public String says(String text, String moreFields) throws Exception {
        JsonNode content = document(asking(text, moreFields)).at("/choices/0/message/content");
        assertTrue(content.isTextual());
        return content.textValue();
    }

    public ApiError refused(String body) throws Exception {
        Recorded recorded = run(body);
        Failure failure = recorded.failure();
        assertNotNull(failure);
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertEquals(List.of(), recorded.writes());
        assertNull(recorded.usage());
        return failure.error();
    }

    /** The chunks of a stream, checked to end in {@code [DONE]}. */
    public static List<JsonNode> chunks(Recorded recorded) throws Exception {
        String text = recorded.text();
        assertTrue(text.endsWith("data: [DONE]\n\n"), text);
        List<JsonNode> chunks = new ArrayList<>();
        for (String event :
                text.substring(0, text.length() - "data: [DONE]\n\n".length()).split("\n\n")) {
            chunks.add(JSON.readTree(event.substring("data: ".length())));
        }
        return chunks;
    }

    /** One choice of a stream put together again, its form checked. */
    public static Streamed choice(List<JsonNode> chunks, int index) {
        StringBuilder content = new StringBuilder();
        StringBuilder arguments = new StringBuilder();
        String finish = null;
        boolean opened = false;
        for (JsonNode chunk : chunks) {
            JsonNode choice = chunk.at("/choices/0");
            if (choice.isMissingNode() || choice.path("index").intValue() != index) {
                continue;
            }
            assertEquals(null, finish, "a chunk after the finish");
            assertEquals(!opened, choice.path("delta").has("role"));
            opened = true;
            content.append(choice.at("/delta/content").asText());
            arguments.append(choice.at("/delta/tool_calls/0/function/arguments").asText());
            finish = choice.path("finish_reason").textValue();
        }
        return new Streamed(content.toString(), arguments.toString(), finish);
    }

    public record Streamed(
            String content, String arguments, @Nullable String finish) {}

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
