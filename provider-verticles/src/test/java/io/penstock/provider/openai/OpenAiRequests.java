package io.penstock.provider.openai;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a request of OpenAI's form as its server does. */
public final class OpenAiRequests {

    private static final Set<String> NO_PARAMETERS =
            Set.of("model", "messages", "stream", "stream_options", "tools", "tool_choice");

    private OpenAiRequests() {}

    public static SentRequest read(UpstreamCall call) {
        SentRequest sent = open(call);
        read(parse(call.text()), sent);
        return sent;
    }

    /** The head's part. */
    public static SentRequest open(UpstreamCall call) {
        assertEquals("POST", call.method());
        assertEquals("/v1/chat/completions", call.uri());
        assertEquals("application/json", call.header("content-type"));
        SentRequest sent = new SentRequest();
        String authorization = call.header("authorization");
        sent.key = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
        return sent;
    }

    /** The body's part. */
    public static void read(JsonNode body, SentRequest sent) {
        sent.model = body.path("model").asText();
        sent.stream = body.path("stream").asBoolean();
        body.path("messages").forEach(message -> message(message, sent));
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            sent.tools.add(new SentRequest.Tool(
                    function.path("name").asText(),
                    function.path("description").asText(),
                    function.path("parameters")));
        }
        sent.toolChoice = toolChoice(body.path("tool_choice"));
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!NO_PARAMETERS.contains(field.getKey())) {
                sent.parameters.set(field.getKey(), field.getValue());
            }
        }
        tidy(sent);
    }

    private static void tidy(SentRequest sent) {
        ObjectNode parameters = sent.parameters;
        if (parameters.has("max_completion_tokens")) {
            parameters.set("max_tokens", parameters.remove("max_completion_tokens"));
        }
        if (parameters.path("stop").isTextual()) {
            JsonNode stop = parameters.remove("stop");
            parameters.putArray("stop").add(stop);
        }
        JsonNode format = parameters.path("response_format");
        if (format.path("type").asText().equals("json_schema")) {
            sent.schema = format.path("json_schema").path("schema");
        }
    }

    private static void message(JsonNode message, SentRequest sent) {
        String role = message.path("role").asText();
        switch (role) {
            case "system", "developer" ->
                parts(message).forEach(part -> sent.system.add(((SentRequest.Text) part).text()));
            case "tool" ->
                sent.said.add(new SentRequest.Said(
                        "tool",
                        new SentRequest.Result(message.path("tool_call_id").asText(), text(message))));
            default -> {
                String reasoning = message.path("reasoning_content")
                        .asText(message.path("reasoning").asText());
                if (!reasoning.isEmpty()) {
                    sent.said.add(new SentRequest.Said(role, new SentRequest.Reasoning(reasoning, null)));
                }
                parts(message).forEach(part -> sent.said.add(new SentRequest.Said(role, part)));
                message.path("tool_calls").forEach(call -> sent.said.add(new SentRequest.Said(role, call(call))));
            }
        }
    }

    private static SentRequest.Call call(JsonNode call) {
        JsonNode function = call.path("function");
        return new SentRequest.Call(
                call.path("id").asText(),
                function.path("name").asText(),
                parse(function.path("arguments").asText()));
    }

    private static List<SentRequest.Part> parts(JsonNode message) {
        List<SentRequest.Part> parts = new ArrayList<>();
        JsonNode content = message.path("content");
        if (content.isTextual() && !content.asText().isEmpty()) {
            parts.add(new SentRequest.Text(content.asText()));
        }
        for (JsonNode part : content) {
            parts.add(
                    part.path("type").asText().equals("image_url")
                            ? new SentRequest.Image(
                                    part.path("image_url").path("url").asText())
                            : new SentRequest.Text(part.path("text").asText()));
        }
        return parts;
    }

    private static String text(JsonNode message) {
        return parts(message).stream()
                .map(part -> ((SentRequest.Text) part).text())
                .collect(Collectors.joining());
    }

    private static String toolChoice(JsonNode choice) {
        if (choice.isObject() && choice.has("allowed_tools")) {
            JsonNode allowed = choice.path("allowed_tools");
            List<String> names = new ArrayList<>();
            allowed.path("tools")
                    .forEach(tool -> names.add(tool.at("/function/name").asText()));
            return "allowed:" + allowed.path("mode").asText() + ":" + String.join(",", names);
        }
        return choice.isObject() ? "named:" + choice.at("/function/name").asText() : choice.asText("");
    }

    public static JsonNode parse(@Nullable String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException noJson) {
            throw new UncheckedIOException("no JSON: " + json, noJson);
        }
    }
}
