package io.penstock.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.testkit.UpstreamCall;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.NullMarked;

/** Reads a request as the Messages API does, and refuses what that refuses. */
@NullMarked
final class AnthropicSentRequest {

    /** Members that say the same as the client's of that name. */
    private static final Map<String, String> SAME = Map.of(
            "max_tokens", "max_tokens",
            "temperature", "temperature",
            "top_p", "top_p",
            "top_k", "top_k",
            "stop_sequences", "stop",
            "service_tier", "service_tier");

    private AnthropicSentRequest() {}

    static SentRequest read(UpstreamCall call) {
        assertEquals("POST", call.method());
        assertEquals("/v1/messages", call.uri());
        assertEquals("application/json", call.header("content-type"));
        assertEquals("2023-06-01", call.header("anthropic-version"));
        SentRequest sent = new SentRequest();
        String key = call.header("x-api-key");
        sent.key = key == null ? "" : key;
        read(Requests.json(call.text()), sent);
        return sent;
    }

    private static void read(JsonNode body, SentRequest sent) {
        assertTrue(body.path("max_tokens").isIntegralNumber(), "max_tokens: Field required");
        sent.model = body.path("model").asText();
        sent.stream = body.path("stream").asBoolean();
        for (JsonNode block : body.path("system")) {
            assertEquals("text", block.path("type").asText());
            sent.system.add(text(block));
        }
        turns(body.path("messages"), sent);
        for (JsonNode tool : body.path("tools")) {
            assertEquals("object", tool.at("/input_schema/type").asText(), "input_schema.type: Field required");
            sent.tools.add(new SentRequest.Tool(
                    tool.path("name").asText(), tool.path("description").asText(), tool.path("input_schema")));
        }
        sent.toolChoice = toolChoice(body.path("tool_choice"));
        parameters(body, sent);
    }

    private static void parameters(JsonNode body, SentRequest sent) {
        ObjectNode parameters = sent.parameters;
        SAME.forEach((own, clients) -> {
            if (body.has(own)) {
                parameters.set(clients, body.get(own));
            }
        });
        if (body.path("tool_choice").path("disable_parallel_tool_use").asBoolean()) {
            parameters.put("parallel_tool_calls", false);
        }
        if (body.has("metadata")) {
            parameters.set("user", body.at("/metadata/user_id"));
        }
        if (body.at("/output_config/effort").isTextual()) {
            parameters.set("reasoning_effort", body.at("/output_config/effort"));
        }
        if (body.at("/thinking/budget_tokens").isIntegralNumber()) {
            parameters.set("reasoning_effort", body.at("/thinking/budget_tokens"));
        }
        sent.schema = body.at("/output_config/format/schema");
        // The API has no mode for JSON of any kind: its documentation has it asked for in words.
        if (sent.system.stream().anyMatch(text -> text.startsWith("Answer with one JSON object"))) {
            parameters.putObject("response_format").put("type", "json_object");
        }
        if (body.has("thinking")) {
            assertFalse(body.has("temperature"), "temperature may only be set to 1 when thinking is enabled");
        }
        assertFalse(body.has("temperature") && body.has("top_p"), "temperature and top_p cannot both be specified");
    }

    private static void turns(JsonNode messages, SentRequest sent) {
        String last = "";
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            assertNotEquals(last, role, "roles must alternate");
            last = role;
            boolean said = false;
            assertFalse(message.path("content").isEmpty(), "messages must have non-empty content");
            for (JsonNode block : message.path("content")) {
                boolean result = block.path("type").asText().equals("tool_result");
                assertFalse(result && said, "tool_result blocks must come first");
                said |= !result;
                sent.said.add(new SentRequest.Said(result ? "tool" : role, part(block)));
            }
        }
        assertFalse(messages.isEmpty(), "messages: at least one message is required");
        assertEquals("user", messages.at("/0/role").asText());
    }

    private static SentRequest.Part part(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "text" -> new SentRequest.Text(text(block));
            case "image" -> new SentRequest.Image(url(block.path("source")));
            case "tool_use" -> {
                assertTrue(block.path("id").asText().matches("[a-zA-Z0-9_-]+"));
                yield new SentRequest.Call(
                        block.path("id").asText(), block.path("name").asText(), block.path("input"));
            }
            case "tool_result" ->
                new SentRequest.Result(
                        block.path("tool_use_id").asText(),
                        StreamSupport.stream(block.path("content").spliterator(), false)
                                .map(AnthropicSentRequest::text)
                                .collect(Collectors.joining()));
            case "thinking" ->
                new SentRequest.Reasoning(
                        block.path("thinking").asText(), block.path("signature").asText());
            default -> throw new AssertionError("no such block: " + block);
        };
    }

    private static String text(JsonNode block) {
        String text = block.path("text").asText();
        assertFalse(text.isBlank(), "text content blocks must contain non-whitespace text");
        return text;
    }

    private static String url(JsonNode source) {
        return source.path("type").asText().equals("url")
                ? source.path("url").asText()
                : "data:" + source.path("media_type").asText() + ";base64,"
                        + source.path("data").asText();
    }

    private static String toolChoice(JsonNode choice) {
        return switch (choice.path("type").asText()) {
            case "any" -> "required";
            case "tool" -> "named:" + choice.path("name").asText();
            default -> choice.path("type").asText();
        };
    }
}
