package io.penstock.provider.upstream.chat;

import static io.penstock.provider.upstream.chat.Parameters.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one message. */
final class MessageReader {

    private MessageReader() {}

    static Message read(String path, JsonNode message) {
        String role = message.path("role").asText();
        List<Part> parts = PartReader.content(path, message);
        return switch (role) {
            case "system", "developer" -> new Message.Instructions(path, parts);
            case "user" -> new Message.User(path, parts, text(message.path("name")));
            case "assistant" -> assistant(path, message, parts);
            case "tool" -> new Message.ToolResult(path, required(path, message, "tool_call_id"), parts);
            // Before there were tools: the result of the one function that was called.
            case "function" -> new Message.ToolResult(path, required(path, message, "name"), parts);
            default -> throw wrong(path + ".role", "'system', 'developer', 'user', 'assistant' or 'tool'");
        };
    }

    private static Message assistant(String path, JsonNode message, List<Part> parts) {
        List<Part> said = new ArrayList<>(parts);
        String refusal = text(message.path("refusal"));
        if (refusal != null) {
            said.add(new Part.Text(path + ".refusal", refusal, null));
        }
        return new Message.Assistant(
                path,
                List.copyOf(said),
                calls(path, message),
                text(message.path("reasoning_content")),
                details(message.path("reasoning_details")));
    }

    private static List<Message.ToolCall> calls(String path, JsonNode message) {
        List<Message.ToolCall> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            String at = path + ".tool_calls[" + calls.size() + "]";
            JsonNode function = call.path("function");
            if (!function.isObject()) {
                throw wrong(at + ".function", "an object with a name and arguments");
            }
            calls.add(new Message.ToolCall(
                    at,
                    required(at, call, "id"),
                    required(at + ".function", function, "name"),
                    function.path("arguments").asText()));
        }
        JsonNode legacy = message.path("function_call");
        if (calls.isEmpty() && legacy.isObject()) {
            String name = required(path + ".function_call", legacy, "name");
            // Its result names the function and no id.
            calls.add(new Message.ToolCall(
                    path + ".function_call",
                    name,
                    name,
                    legacy.path("arguments").asText()));
        }
        return List.copyOf(calls);
    }

    private static List<ReasoningDetail> details(JsonNode details) {
        List<ReasoningDetail> read = new ArrayList<>();
        for (JsonNode detail : details) {
            String origin = text(detail.path("format"));
            if (origin != null) {
                read.add(new ReasoningDetail(
                        origin,
                        text(detail.path("id")),
                        text(detail.path("text")),
                        text(detail.path("signature")),
                        text(detail.path("data"))));
            }
        }
        return List.copyOf(read);
    }

    private static String required(String path, JsonNode object, String field) {
        String value = text(object.path(field));
        if (value == null) {
            throw wrong(path + "." + field, "a non-empty string");
        }
        return value;
    }

    /** Null where it is no text or has no characters. */
    static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty() ? node.textValue() : null;
    }
}
