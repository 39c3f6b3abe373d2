package io.penstock.provider.bedrock.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.bedrock.wire.ToolConfig;
import io.penstock.provider.bedrock.wire.ToolConfig.Choice;
import io.penstock.provider.bedrock.wire.ToolConfig.Entry;
import io.penstock.provider.bedrock.wire.ToolConfig.ToolSpec;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Tool;
import io.penstock.provider.upstream.chat.ToolChoice;
import io.penstock.provider.upstream.chat.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From tools, and the choice among them, to Converse's. */
final class Tools {

    private Tools() {}

    /** Whether the client demands that a tool be called. */
    static boolean mustCall(ChatRequest chat) {
        ToolChoice choice = chat.toolChoice();
        return !chat.tools().isEmpty()
                && (choice instanceof ToolChoice.Required
                        || choice instanceof ToolChoice.Named
                        || (choice instanceof ToolChoice.Allowed allowed && allowed.required()));
    }

    /**
     * @param answer the tool that the answer's form is held by, or null
     * @param thinks whether the model is to reason, which excludes that it must call a tool
     * @param hasHistory whether the conversation has calls already: they are refused without any tool declared
     */
    static @Nullable ToolConfig of(
            ChatRequest chat, Model model, @Nullable ToolSpec answer, boolean thinks, boolean hasHistory) {
        List<Entry> entries = declared(chat, model);
        boolean onlyAnswer = entries.isEmpty();
        if (answer != null) {
            entries.add(new Entry(answer, null));
        }
        if (entries.isEmpty()) {
            // There is no "none": tools that must not be called are left out, and history needs one.
            return hasHistory ? new ToolConfig(List.of(new Entry(placeholder(), null)), null) : null;
        }
        Choice choice = mustCall(chat) ? demanded(chat, model) : null;
        if (answer != null && choice == null && !thinks && model.hasToolChoice()) {
            choice = onlyAnswer && model.hasNamedToolChoice() ? Choice.of(answer.name()) : Choice.ANY;
        }
        return new ToolConfig(entries, choice);
    }

    private static @Nullable Choice demanded(ChatRequest chat, Model model) {
        if (!model.hasToolChoice() || model.thinksAlways()) {
            chat.parameters().drop("tool_choice");
            return null;
        }
        return chat.toolChoice() instanceof ToolChoice.Named named && model.hasNamedToolChoice()
                ? Choice.of(WireNames.tool(named.name()))
                : Choice.ANY;
    }

    private static List<Entry> declared(ChatRequest chat, Model model) {
        List<Entry> entries = new ArrayList<>();
        if (chat.toolChoice() instanceof ToolChoice.None) {
            return entries;
        }
        for (Tool tool : chat.tools()) {
            if (isOffered(tool, chat.toolChoice(), model)) {
                entries.add(new Entry(spec(tool, model), null));
                if (tool.cache() != null && model.hasToolCachePoints()) {
                    entries.add(new Entry(null, Parts.cachePoint(tool.cache(), model)));
                }
            }
        }
        return entries;
    }

    private static boolean isOffered(Tool tool, ToolChoice choice, Model model) {
        if (choice instanceof ToolChoice.Allowed allowed) {
            return allowed.names().contains(tool.name());
        }
        // Where one cannot be demanded by its name, it is the only one there.
        return !(choice instanceof ToolChoice.Named named)
                || model.hasNamedToolChoice()
                || named.name().equals(tool.name());
    }

    private static ToolSpec spec(Tool tool, Model model) {
        return new ToolSpec(
                WireNames.tool(tool.name()),
                tool.description() == null || tool.description().isBlank() ? null : tool.description(),
                new ToolConfig.InputSchema(objectSchema(tool.parameters())),
                tool.strict() && model.hasStrictTools() ? true : null);
    }

    /** Converse insists on the type. */
    static ObjectNode objectSchema(@Nullable ObjectNode schema) {
        if (schema != null && schema.has("type")) {
            return schema;
        }
        ObjectNode typed = WireJson.MAPPER.createObjectNode().put("type", "object");
        if (schema == null || schema.isEmpty()) {
            typed.putObject("properties");
        } else {
            typed.setAll(schema);
        }
        return typed;
    }

    private static ToolSpec placeholder() {
        return new ToolSpec(
                WireNames.PLACEHOLDER,
                "Stands for tools that cannot be called now. Never call it.",
                new ToolConfig.InputSchema(objectSchema(null)),
                null);
    }
}
