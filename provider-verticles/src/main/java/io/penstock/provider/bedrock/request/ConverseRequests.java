package io.penstock.provider.bedrock.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.bedrock.wire.Block;
import io.penstock.provider.bedrock.wire.ConverseRequest;
import io.penstock.provider.bedrock.wire.ToolConfig;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a chat request to one for Converse or ConverseStream. */
public final class ConverseRequests {

    /** Where Claude tells how many of its tokens were reasoning; Converse itself does not. */
    private static final List<String> REASONING_TOKENS = List.of("/usage/output_tokens_details");

    private ConverseRequests() {}

    /** @param modelId or ARN */
    public static ConverseRequest of(ChatRequest chat, String modelId) {
        Model model = Model.of(modelId);
        Parameters parameters = chat.parameters();
        Settings settings = new Settings(parameters, model);
        Turns turns = Turns.of(chat.messages(), model);
        ObjectNode fields = settings.ownFields();
        Reasoning reasoning = Reasoning.of(chat, model, fields);
        AnswerFormat format = AnswerFormat.of(chat, model);
        ToolConfig tools = Tools.of(chat, model, format.tool(), reasoning.on(), turns.hasTools());
        settings.topK(reasoning, fields);
        return new ConverseRequest(
                turns.turns(),
                system(turns, format),
                settings.inference(reasoning),
                oneByOne(chat, model, tools, fields),
                format.outputConfig(),
                guardrail(parameters),
                parameters.object("performanceConfig"),
                settings.tier(),
                settings.metadata(),
                fields.isEmpty() ? null : fields,
                model.isClaude() && reasoning.on() ? REASONING_TOKENS : null);
    }

    private static @Nullable List<Block> system(Turns turns, AnswerFormat format) {
        List<Block> system = new ArrayList<>(turns.system());
        if (format.instruction() != null) {
            system.add(Block.text(format.instruction()));
        }
        return system.isEmpty() ? null : system;
    }

    private static @Nullable ObjectNode guardrail(Parameters parameters) {
        return parameters.has("guardrailConfig")
                ? parameters.object("guardrailConfig")
                : parameters.object("guardrail_config");
    }

    /**
     * Takes {@code parallel_tool_calls}: false. Only Claude can be told, in its own {@code tool_choice}, which is
     * refused beside Converse's.
     */
    private static @Nullable ToolConfig oneByOne(
            ChatRequest chat, Model model, @Nullable ToolConfig tools, ObjectNode fields) {
        Parameters parameters = chat.parameters();
        if (!parameters.has("parallel_tool_calls")) {
            return tools;
        }
        if (tools == null) {
            // Without tools it says nothing.
            var unused = parameters.bool("parallel_tool_calls");
            return null;
        }
        if (!model.isClaude() || !Boolean.FALSE.equals(parameters.bool("parallel_tool_calls"))) {
            parameters.drop("parallel_tool_calls");
            return tools;
        }
        ToolConfig.Choice choice = tools.toolChoice();
        ObjectNode own = fields.putObject("tool_choice");
        if (choice != null && choice.tool() != null) {
            own.put("type", "tool").put("name", choice.tool().name());
        } else {
            own.put("type", choice != null && choice.any() != null ? "any" : "auto");
        }
        own.put("disable_parallel_tool_use", true);
        return new ToolConfig(tools.tools(), null);
    }
}
