package io.penstock.provider.bedrock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, for Converse and ConverseStream alike; the model is in its path.
 *
 * @param additionalModelRequestFields what the model itself takes beyond the common parameters
 * @param additionalModelResponseFieldPaths JSON pointers into the model's own answer
 */
public record ConverseRequest(
        List<Turn> messages,
        @Nullable List<Block> system,
        @Nullable InferenceConfig inferenceConfig,
        @Nullable ToolConfig toolConfig,
        @Nullable OutputConfig outputConfig,
        @Nullable JsonNode guardrailConfig,
        @Nullable JsonNode performanceConfig,
        @Nullable ServiceTier serviceTier,
        @Nullable Map<String, String> requestMetadata,
        @Nullable JsonNode additionalModelRequestFields,
        @Nullable List<String> additionalModelResponseFieldPaths) {

    /** @param role {@code user} or {@code assistant} */
    public record Turn(String role, List<Block> content) {}

    public record InferenceConfig(
            @Nullable Long maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable List<String> stopSequences) {}

    /** @param type {@code priority}, {@code default}, {@code flex} or {@code reserved} */
    public record ServiceTier(String type) {}

    public record OutputConfig(TextFormat textFormat) {

        /** @param schema as the text of its JSON */
        public static OutputConfig jsonSchema(String schema, String name, @Nullable String description) {
            JsonSchema described = new JsonSchema(schema, name, description);
            return new OutputConfig(new TextFormat("json_schema", new Structure(described)));
        }
    }

    public record TextFormat(String type, Structure structure) {}

    public record Structure(JsonSchema jsonSchema) {}

    public record JsonSchema(
            String schema, String name, @Nullable String description) {}
}
