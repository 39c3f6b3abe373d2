package io.penstock.provider.bedrock.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.bedrock.wire.ConverseRequest.OutputConfig;
import io.penstock.provider.bedrock.wire.ToolConfig;
import io.penstock.provider.bedrock.wire.ToolConfig.ToolSpec;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ResponseFormat;
import io.penstock.provider.upstream.chat.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * How the form that the client wants its answer in is had: by the model's own means where it has any, else as the
 * arguments of a tool. JSON without a schema can only be asked for in words.
 *
 * @param instruction to add to the others, or null
 */
public record AnswerFormat(
        @Nullable OutputConfig outputConfig,
        @Nullable ToolSpec tool,
        @Nullable String instruction) {

    private static final AnswerFormat TEXT = new AnswerFormat(null, null, null);
    private static final String JSON =
            "Answer with one JSON object and nothing else: no words around it, no Markdown fences.";
    private static final String BY_TOOL = "Give your answer by calling this tool, once, in place of writing text.";

    /** Takes {@code response_format}. */
    static AnswerFormat of(ChatRequest chat, Model model) {
        ResponseFormat format = chat.parameters().responseFormat();
        if (format instanceof ResponseFormat.JsonSchema schema) {
            return model.hasSchemas()
                    ? new AnswerFormat(byOutputConfig(schema), null, null)
                    : new AnswerFormat(null, tool(schema), null);
        }
        if (format == null) {
            return TEXT;
        }
        // Words bind the model to nothing, so the client hears that the parameter itself was left out.
        chat.parameters().drop("response_format");
        return new AnswerFormat(null, null, JSON);
    }

    /** Whether a call of this tool is the answer itself. */
    public static boolean isAnswer(@Nullable String wireName, ChatRequest chat) {
        return WireNames.ANSWER.equals(wireName)
                && chat.parameters().responseFormat() instanceof ResponseFormat.JsonSchema;
    }

    private static OutputConfig byOutputConfig(ResponseFormat.JsonSchema format) {
        try {
            String schema = WireJson.MAPPER.writeValueAsString(closed(Tools.objectSchema(format.schema())));
            return OutputConfig.jsonSchema(schema, format.name(), format.description());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Objects are taken only if they are said to have no further members. */
    private static JsonNode closed(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema
                && "object".equals(schema.path("type").asText())
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.forEach(AnswerFormat::close);
    }

    private static ToolSpec tool(ResponseFormat.JsonSchema format) {
        String description = format.description() == null ? BY_TOOL : BY_TOOL + " " + format.description();
        return new ToolSpec(
                WireNames.ANSWER, description, new ToolConfig.InputSchema(Tools.objectSchema(format.schema())), null);
    }
}
