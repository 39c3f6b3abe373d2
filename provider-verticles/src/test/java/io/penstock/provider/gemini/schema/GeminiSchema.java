package io.penstock.provider.gemini.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Gemini's own check of a schema, as far as it is documented or told by its errors. */
@NullMarked
final class GeminiSchema {

    private static final Set<String> ALL = Set.of("type", "title", "description", "nullable");
    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "string", Set.of("enum", "format", "minLength", "maxLength", "pattern"),
            "number", Set.of("format", "minimum", "maximum"),
            "integer", Set.of("format", "minimum", "maximum"),
            "boolean", Set.of(),
            "null", Set.of(),
            "array", Set.of("items", "minItems", "maxItems"),
            "object", Set.of("properties", "required", "propertyOrdering", "minProperties", "maxProperties"));
    private static final Map<String, Set<String>> FORMATS = Map.of(
            "string", Set.of("date-time"),
            "number", Set.of("float", "double"),
            "integer", Set.of("int32", "int64"));

    private GeminiSchema() {}

    /** @return how many nodes it has */
    @CanIgnoreReturnValue
    static int check(@Nullable JsonNode schema) {
        return schema == null ? 0 : node(schema);
    }

    private static int node(JsonNode schema) {
        assertTrue(schema.isObject(), () -> "no object: " + schema);
        if (schema.has("anyOf")) {
            assertEquals(1, schema.size(), () -> "something beside anyOf: " + schema);
            assertTrue(schema.get("anyOf").isArray() && schema.get("anyOf").size() > 1, schema::toString);
            int nodes = 1;
            for (JsonNode branch : schema.get("anyOf")) {
                nodes += node(branch);
            }
            return nodes;
        }
        String type = schema.path("type").asText();
        assertTrue(schema.path("type").isTextual() && BY_TYPE.containsKey(type), () -> "no type: " + schema);
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            assertTrue(
                    ALL.contains(name) || BY_TYPE.getOrDefault(type, Set.of()).contains(name),
                    () -> name + " in " + schema);
            value(name, keyword.getValue(), type);
        }
        return 1 + children(schema, type);
    }

    private static void value(String name, JsonNode value, String type) {
        switch (name) {
            case "type", "title", "description", "pattern" ->
                assertTrue(value.isTextual() && !value.textValue().isEmpty(), name);
            case "nullable" -> assertTrue(value.isBoolean() && value.booleanValue());
            case "format" -> assertTrue(FORMATS.getOrDefault(type, Set.of()).contains(value.asText()), value::toString);
            case "enum", "required", "propertyOrdering" -> {
                assertTrue(value.isArray() && !value.isEmpty(), value::toString);
                Set<String> strings = new HashSet<>();
                for (JsonNode each : value) {
                    assertTrue(
                            each.isTextual() && !each.textValue().isEmpty() || name.equals("required"), each::toString);
                    assertTrue(strings.add(each.textValue()), () -> "twice: " + each);
                }
            }
            case "minimum", "maximum" -> assertTrue(value.isNumber());
            case "items", "properties" -> assertTrue(value.isObject() && !value.isEmpty(), value::toString);
            default -> assertTrue(value.isIntegralNumber() && value.longValue() >= 0, name + value);
        }
    }

    private static int children(JsonNode schema, String type) {
        if (type.equals("array")) {
            return node(schema.path("items"));
        }
        int nodes = 0;
        for (JsonNode property : schema.path("properties")) {
            nodes += node(property);
        }
        for (JsonNode name : schema.path("required")) {
            assertTrue(schema.path("properties").has(name.asText()), () -> "required and not there: " + name);
        }
        return nodes;
    }
}
