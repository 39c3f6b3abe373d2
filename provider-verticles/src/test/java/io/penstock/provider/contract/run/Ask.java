package io.penstock.provider.contract.run;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A client's request in the making. */
public final class Ask {

    /** The model's name for the client. */
    public static final String MODEL = "public-name";

    private static final ObjectReader LENIENT =
            MAPPER.readerFor(JsonNode.class).with(JsonReadFeature.ALLOW_SINGLE_QUOTES);

    private final ObjectNode body = MAPPER.createObjectNode().put("model", MODEL);
    private final ArrayNode messages = body.putArray("messages");

    public static Ask user(String text) {
        return new Ask()
                .message("{'role':'user','content':" + MAPPER.getNodeFactory().textNode(text) + "}");
    }

    public static Ask conversation(String... messages) {
        Ask ask = new Ask();
        for (String message : messages) {
            ask.message(message);
        }
        return ask;
    }

    /** With two tools: {@code get_weather(city, days)} and {@code ping()}. */
    public static Ask withTools(String text) {
        return user(text).tools();
    }

    @CanIgnoreReturnValue
    public Ask message(String json) {
        messages.add(json(json));
        return this;
    }

    @CanIgnoreReturnValue
    public Ask message(JsonNode message) {
        messages.add(message);
        return this;
    }

    @CanIgnoreReturnValue
    public Ask tools() {
        return with("tools", """
                [{'type':'function','function':{'name':'get_weather','description':'The weather of a city','parameters':
                  {'type':'object','properties':{'city':{'type':'string','description':'Its name'},'days':{'type':'integer'}},
                   'required':['city']}}},
                 {'type':'function','function':{'name':'ping'}}]
                """);
    }

    @CanIgnoreReturnValue
    public Ask with(String field, String json) {
        return with(field, json(json));
    }

    @CanIgnoreReturnValue
    public Ask with(String field, JsonNode value) {
        body.set(field, value);
        return this;
    }

    /** JSON, in which strings may stand in single quotes. */
    public static JsonNode json(String json) {
        try {
            return LENIENT.readTree(json);
        } catch (IOException noJson) {
            throw new UncheckedIOException("no JSON: " + json, noJson);
        }
    }

    byte[] bytes(boolean stream) {
        ObjectNode sent = body.deepCopy();
        if (stream) {
            sent.put("stream", true);
            if (!sent.has("stream_options")) {
                sent.putObject("stream_options").put("include_usage", true);
            }
        }
        return sent.toString().getBytes(StandardCharsets.UTF_8);
    }
}
