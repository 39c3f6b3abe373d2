package io.penstock.provider.echo.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a value that follows a JSON schema of the subset that structured outputs allow: types,
 * properties, items, enum, const, anyOf and references within the schema. Every string in it is the
 * echoed text. Bounded in size, whatever the schema is.
 */
final class SchemaSample {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_TEXT = 200;
    private static final int MAX_VALUES = 1000;
    private static final int MAX_DEPTH = 20;

    private final JsonNode root;
    private final String text;
    private int values;

    private SchemaSample(JsonNode root, String text) {
        this.root = root;
        this.text = text;
    }

    /** Empty for a schema that Jackson will not read. */
    static Optional<String> of(String schema, String text) {
        try {
            JsonNode root = MAPPER.readTree(schema);
            String shortText = text.substring(0, Math.min(MAX_TEXT, text.length()));
            return Optional.of(MAPPER.writeValueAsString(new SchemaSample(root, shortText).value(root, 0)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            return NullNode.instance;
        }
        if (schema.path("$ref").asText().startsWith("#")) {
            return value(referred(schema.path("$ref").asText().substring(1)), depth + 1);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        for (String choice : new String[] {"enum", "anyOf", "oneOf", "allOf"}) {
            if (schema.path(choice).has(0)) {
                JsonNode first = schema.path(choice).get(0);
                return choice.equals("enum") ? first : value(first, depth + 1);
            }
        }
        return ofType(schema, depth);
    }

    private JsonNode ofType(JsonNode schema, int depth) {
        JsonNode types = schema.path("type");
        String type = types.isArray() ? types.path(0).asText() : types.asText(schema.has("properties") ? "object" : "");
        return switch (type) {
            case "object" -> object(schema.path("properties"), depth);
            case "array" -> {
                ArrayNode array = JSON.arrayNode();
                yield schema.has("items") ? array.add(value(schema.get("items"), depth + 1)) : array;
            }
            case "integer", "number" -> schema.path("minimum").isNumber() ? schema.get("minimum") : JSON.numberNode(1);
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> NullNode.instance;
            default -> JSON.textNode(text);
        };
    }

    private JsonNode object(JsonNode properties, int depth) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (values <= MAX_VALUES) {
                object.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        }
        return object;
    }

    private JsonNode referred(String pointer) {
        boolean valid = pointer.isEmpty() || pointer.startsWith("/");
        return valid ? root.at(pointer) : NullNode.instance;
    }
}
