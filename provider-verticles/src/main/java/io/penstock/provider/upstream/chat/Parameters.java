package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request, in the client's order. A provider takes those that it has, by reading
 * them; those that say something and were not taken were dropped. So a parameter can be missed by
 * mistake, but not without being named. One owner.
 */
public final class Parameters {

    /** Fields that are no parameters, or that every provider has. */
    private static final Set<String> ALWAYS_TAKEN = Set.of(
            "model",
            "models",
            "messages",
            "stream",
            "stream_options",
            "n",
            "max_tokens",
            "max_completion_tokens",
            "tools",
            "tool_choice",
            "functions",
            "function_call");

    private final ObjectNode body;
    /** Names of those that say something and were not taken yet. */
    private final Set<String> untaken = new LinkedHashSet<>();

    /** @param body the client's whole request */
    public Parameters(ObjectNode body) {
        this.body = body;
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!ALWAYS_TAKEN.contains(field.getKey()) && !NeutralValues.isNeutral(field.getKey(), field.getValue())) {
                untaken.add(field.getKey());
            }
        }
    }

    /** Whether the client sent a value that says something. Does not take it. */
    public boolean has(String name) {
        return body.has(name) && !NeutralValues.isNeutral(name, body.get(name));
    }

    /** Takes the parameter; null where the client sent none, or null. */
    public @Nullable JsonNode json(String name) {
        untaken.remove(name);
        JsonNode value = body.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Takes a number. */
    public @Nullable Double number(String name) {
        JsonNode value = json(name);
        if (value != null && !value.isNumber()) {
            throw wrong(name, "a number");
        }
        return value == null ? null : value.doubleValue();
    }

    /** Takes a number; one outside of the range that the provider takes becomes the nearest within. */
    public @Nullable Double number(String name, double least, double most) {
        Double value = number(name);
        return value == null ? null : Math.min(most, Math.max(least, value));
    }

    /** Takes an integer. */
    public @Nullable Long integer(String name) {
        JsonNode value = json(name);
        if (value != null && !(value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToLong())) {
            throw wrong(name, "an integer");
        }
        return value == null ? null : value.longValue();
    }

    public @Nullable Boolean bool(String name) {
        JsonNode value = json(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "a boolean");
        }
        return value == null ? null : value.booleanValue();
    }

    public @Nullable String text(String name) {
        JsonNode value = json(name);
        if (value != null && !value.isTextual()) {
            throw wrong(name, "a string");
        }
        return value == null ? null : value.textValue();
    }

    /** Takes a string or an array of strings, such as {@code stop}; empty where there is none. */
    public List<String> texts(String name) {
        JsonNode value = json(name);
        if (value == null) {
            return List.of();
        }
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrong(name, "a string or an array of strings");
            }
            texts.add(element.textValue());
        }
        if (!value.isArray()) {
            throw wrong(name, "a string or an array of strings");
        }
        return texts;
    }

    /** Takes an object. */
    public @Nullable ObjectNode object(String name) {
        JsonNode value = json(name);
        if (value != null && !value.isObject()) {
            throw wrong(name, "an object");
        }
        return (ObjectNode) value;
    }

    /** Takes {@code response_format}; null where the answer is to be text. */
    public @Nullable ResponseFormat responseFormat() {
        return ResponseFormatReader.read(object("response_format"));
    }

    /** Takes {@code reasoning_effort}; null where the client leaves it to the model. */
    public @Nullable ReasoningEffort reasoningEffort() {
        return ReasoningEffort.ofNullable(text("reasoning_effort"));
    }

    /** Names a parameter as dropped after all, such as one that does not go with another; no effect on a neutral one. */
    public void drop(String name) {
        if (has(name)) {
            untaken.add(name);
        }
    }

    /** Names of the parameters that say something and that the provider has not taken. */
    public List<String> dropped() {
        return List.copyOf(untaken);
    }

    static ApiException wrong(String param, String expected) {
        return new ApiException(ApiErrors.badRequest(
                param, "Invalid '" + param + "': expected " + expected + ", but got something else."));
    }
}
