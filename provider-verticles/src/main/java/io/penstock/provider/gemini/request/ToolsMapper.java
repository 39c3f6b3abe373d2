package io.penstock.provider.gemini.request;

import io.penstock.provider.gemini.schema.SchemaMapper;
import io.penstock.provider.gemini.wire.ToolDeclarations;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Tool;
import io.penstock.provider.upstream.chat.ToolChoice;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tools, and which of them may or must be called. */
final class ToolsMapper {

    private ToolsMapper() {}

    /** Null where there are none. */
    static @Nullable List<ToolDeclarations> declarations(ChatRequest chat, GeminiModel model, ToolNames names) {
        List<Tool> tools = declared(chat, model);
        if (chat.toolChoice() instanceof ToolChoice.Allowed allowed && !allowed.required()) {
            // Names can only be allowed where a call is required; else those that may not be called are not told.
            Set<String> these = Set.copyOf(allowed.names());
            tools = tools.stream().filter(tool -> these.contains(tool.name())).toList();
        }
        return tools.isEmpty()
                ? null
                : List.of(new ToolDeclarations(
                        tools.stream().map(tool -> function(tool, names)).toList()));
    }

    /** Tools that may not be called stay untold where the model would refuse the answer's format because of them. */
    private static List<Tool> declared(ChatRequest chat, GeminiModel model) {
        boolean inTheWay = chat.toolChoice() instanceof ToolChoice.None
                && !model.hasFormatWithTools()
                && chat.parameters().has("response_format");
        return inTheWay ? List.of() : chat.tools();
    }

    private static ToolDeclarations.Function function(Tool tool, ToolNames names) {
        return new ToolDeclarations.Function(
                names.toGemini(tool.name()),
                tool.description(),
                tool.parameters() == null ? null : SchemaMapper.parameters(tool.parameters()));
    }

    /** Null where the model may do as it likes. */
    static ToolDeclarations.@Nullable Config choice(ChatRequest chat, GeminiModel model, ToolNames names) {
        if (declared(chat, model).isEmpty()) {
            return null;
        }
        ToolChoice choice = chat.toolChoice();
        if (choice instanceof ToolChoice.None) {
            return config("NONE", null);
        }
        if (choice instanceof ToolChoice.Required) {
            return config("ANY", null);
        }
        if (choice instanceof ToolChoice.Named named) {
            return config("ANY", List.of(names.toGemini(named.name())));
        }
        if (choice instanceof ToolChoice.Allowed allowed && allowed.required()) {
            return config("ANY", allowed.names().stream().map(names::toGemini).toList());
        }
        return null;
    }

    private static ToolDeclarations.Config config(String mode, @Nullable List<String> names) {
        return new ToolDeclarations.Config(new ToolDeclarations.Config.Calling(mode, names));
    }
}
