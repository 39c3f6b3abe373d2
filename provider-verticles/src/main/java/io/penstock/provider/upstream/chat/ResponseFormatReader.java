package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Reads {@code response_format}. */
final class ResponseFormatReader {

    private static final String PARAM = "response_format";

    private ResponseFormatReader() {}

    static @Nullable ResponseFormat read(@Nullable ObjectNode format) {
        if (format == null) {
            return null;
        }
        return switch (format.path("type").asText()) {
            case "text" -> null;
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> schema(format.path("json_schema"));
            default -> throw Parameters.wrong(PARAM + ".type", "'text', 'json_object' or 'json_schema'");
        };
    }

    private static ResponseFormat schema(JsonNode described) {
        if (!described.path("name").isTextual()) {
            throw Parameters.wrong(PARAM + ".json_schema.name", "a string");
        }
        JsonNode schema = described.path("schema");
        if (!schema.isObject() && !schema.isMissingNode() && !schema.isNull()) {
            throw Parameters.wrong(PARAM + ".json_schema.schema", "a JSON Schema object");
        }
        return new ResponseFormat.JsonSchema(
                described.path("name").textValue(),
                described.path("description").textValue(),
                schema.isObject() ? (ObjectNode) schema : WireJson.MAPPER.createObjectNode(),
                described.path("strict").asBoolean(false));
    }
}
