package io.penstock.provider.upstream.chat;

import static io.penstock.provider.upstream.chat.MessageReader.text;
import static io.penstock.provider.upstream.chat.Parameters.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code tool_choice}, and their forerunners {@code functions} and {@code function_call}. */
final class ToolsReader {

    private ToolsReader() {}

    static List<Tool> tools(ObjectNode request) {
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : request.path("tools")) {
            String at = "tools[" + tools.size() + "]";
            if (!"function".equals(tool.path("type").asText("function"))) {
                throw wrong(at + ".type", "'function', the only type that can be translated");
            }
            tools.add(function(at + ".function", tool.path("function"), PartReader.cache(tool)));
        }
        if (tools.isEmpty()) {
            for (JsonNode function : request.path("functions")) {
                tools.add(function("functions[" + tools.size() + "]", function, null));
            }
        }
        return tools;
    }

    private static Tool function(String at, JsonNode function, @Nullable CacheControl cache) {
        String name = text(function.path("name"));
        if (name == null) {
            throw wrong(at + ".name", "a non-empty string");
        }
        JsonNode parameters = function.path("parameters");
        if (!parameters.isObject() && !parameters.isMissingNode() && !parameters.isNull()) {
            throw wrong(at + ".parameters", "a JSON Schema object");
        }
        CacheControl own = PartReader.cache(function);
        return new Tool(
                at,
                name,
                text(function.path("description")),
                parameters.isObject() ? (ObjectNode) parameters : null,
                function.path("strict").asBoolean(false),
                own == null ? cache : own);
    }

    static ToolChoice choice(ObjectNode request) {
        JsonNode choice = request.path("tool_choice");
        if (!choice.isMissingNode() && !choice.isNull()) {
            return choice("tool_choice", choice);
        }
        JsonNode legacy = request.path("function_call");
        return legacy.isMissingNode() || legacy.isNull() ? new ToolChoice.Auto() : choice("function_call", legacy);
    }

    private static ToolChoice choice(String at, JsonNode choice) {
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> new ToolChoice.Auto();
                case "none" -> new ToolChoice.None();
                // "any" is how other vendors say it.
                case "required", "any" -> new ToolChoice.Required();
                default -> throw wrong(at, "'none', 'auto', 'required' or an object naming a tool");
            };
        }
        if ("allowed_tools".equals(choice.path("type").asText())) {
            return allowed(at, choice.path("allowed_tools").isObject() ? choice.path("allowed_tools") : choice);
        }
        JsonNode function = choice.path("function").isObject() ? choice.path("function") : choice;
        String name = text(function.path("name"));
        if (name == null) {
            throw wrong(at + ".function.name", "a non-empty string");
        }
        return new ToolChoice.Named(name);
    }

    private static ToolChoice allowed(String at, JsonNode allowed) {
        List<String> names = new ArrayList<>();
        for (JsonNode tool : allowed.path("tools")) {
            JsonNode function = tool.path("function").isObject() ? tool.path("function") : tool;
            String name = text(function.path("name"));
            if (name == null) {
                throw wrong(at + ".allowed_tools.tools[" + names.size() + "].function.name", "a non-empty string");
            }
            names.add(name);
        }
        return new ToolChoice.Allowed(
                names, "required".equals(allowed.path("mode").asText()));
    }
}
