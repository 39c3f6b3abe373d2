package io.penstock.provider.cohere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.cohere.wire.CohereRequest;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Tool;
import io.penstock.provider.upstream.chat.ToolChoice;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools that the model is told of. Cohere cannot be told which one to call: where the client names some, these are
 * all that the model hears of.
 *
 * @param tools null for none
 * @param strict true where every tool is to be called by its schema: Cohere has one switch for all
 * @param choice null where the model is free
 */
record CohereTools(
        @Nullable List<CohereRequest.Tool> tools,
        @Nullable Boolean strict,
        @Nullable String choice) {

    static CohereTools of(ChatRequest chat) {
        ToolChoice choice = chat.toolChoice();
        List<Tool> offered = offered(chat.tools(), choice);
        boolean required = choice instanceof ToolChoice.Required
                || choice instanceof ToolChoice.Named
                || (choice instanceof ToolChoice.Allowed allowed && allowed.required());
        if (offered.isEmpty()) {
            if (required) {
                throw new ApiException(ApiErrors.badRequest(
                        "tool_choice", "Invalid 'tool_choice': it demands a tool that is not among 'tools'."));
            }
            return new CohereTools(null, null, null);
        }
        return new CohereTools(
                offered.stream().map(CohereTools::tool).toList(),
                offered.stream().allMatch(Tool::strict) ? true : null,
                required ? "REQUIRED" : choice instanceof ToolChoice.None ? "NONE" : null);
    }

    private static List<Tool> offered(List<Tool> all, ToolChoice choice) {
        if (choice instanceof ToolChoice.Named named) {
            return all.stream().filter(tool -> tool.name().equals(named.name())).toList();
        }
        return choice instanceof ToolChoice.Allowed allowed
                ? all.stream()
                        .filter(tool -> allowed.names().contains(tool.name()))
                        .toList()
                : all;
    }

    private static CohereRequest.Tool tool(Tool tool) {
        ObjectNode parameters = tool.parameters();
        if (parameters == null) {
            parameters = WireJson.MAPPER.createObjectNode().put("type", "object");
            parameters.putObject("properties");
        }
        return new CohereRequest.Tool(
                "function", new CohereRequest.Function(tool.name(), tool.description(), parameters));
    }
}
