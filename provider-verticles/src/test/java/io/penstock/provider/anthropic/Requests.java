package io.penstock.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ChatRequestMapper;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.shared.chat.request.ChatRequestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.NullMarked;

/** Clients' requests, and what becomes of them. */
@NullMarked
public final class Requests {

    private static final AnthropicTranslator TRANSLATOR = new AnthropicTranslator(ApiVersion.of(null));

    private Requests() {}

    /** With these messages, the elements of the array. */
    public static ChatRequest messages(String messages) {
        return chat("{\"model\":\"m\",\"messages\":[" + messages + "]}");
    }

    /** With these fields behind one message. */
    public static ChatRequest fields(String fields) {
        return chat("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + (fields.isEmpty() ? "" : "," + fields) + "}");
    }

    public static ChatRequest chat(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return ChatRequestMapper.map(bytes, ChatRequestReader.read(bytes));
    }

    /** What Anthropic is sent for it. */
    public static JsonNode sent(ChatRequest chat, String model) {
        return sent(TRANSLATOR, chat, model);
    }

    /** What Anthropic is sent under a version of its API. */
    public static JsonNode sentUnder(String version, ChatRequest chat, String model) {
        return sent(new AnthropicTranslator(ApiVersion.of(version)), chat, model);
    }

    public static JsonNode json(String text) {
        try {
            return WireJson.MAPPER.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private static JsonNode sent(AnthropicTranslator translator, ChatRequest chat, String model) {
        UpstreamRequest request = translator.request(chat, model, chat.peek().stream());
        return json(new String(request.body(), UTF_8));
    }
}
