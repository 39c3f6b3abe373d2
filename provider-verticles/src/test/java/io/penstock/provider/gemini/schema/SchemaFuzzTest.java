package io.penstock.provider.gemini.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever schema comes in, the outcome has only keywords that Gemini takes, in their forms; it is the same each
 * time, and bounded.
 */
@NullUnmarked
class SchemaFuzzTest {

    private static final int SCHEMAS = 8_000;
    private static final int MOST_NODES = 40_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TYPES =
            List.of("string", "number", "integer", "boolean", "array", "object", "null", "Object", "any", "");
    private static final List<String> TEXTS = List.of("", "a", "date-time", "uri", "int64", "double", "x y", "null");
    private static final List<String> REFS = List.of(
            "#",
            "#/$defs/A",
            "#/$defs/B",
            "#/definitions/A",
            "#/properties/a",
            "#/properties/b/items",
            "#/nowhere",
            "B",
            "#a",
            "#/%zz");
    private static final List<String> SCHEMAS_IN = List.of(
            "items",
            "additionalProperties",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "propertyNames",
            "unevaluatedItems");
    private static final List<String> LISTS_IN = List.of("anyOf", "oneOf", "allOf", "prefixItems", "items");
    private static final List<String> MAPS_IN =
            List.of("properties", "$defs", "definitions", "patternProperties", "dependentSchemas");
    private static final List<String> TEXTS_IN = List.of(
            "title", "description", "format", "pattern", "$schema", "$id", "$comment", "contentEncoding", "type");
    private static final List<String> NUMBERS_IN = List.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties");

    private final Random random = new Random(20_251_124);

    @Test
    @Timeout(60)
    void mapsAnySchemaToOneThatGeminiTakes() {
        int meant = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            ObjectNode schema = (ObjectNode) object(1 + random.nextInt(4));
            if (random.nextBoolean()) {
                schema.put("type", "object").putObject("properties").set("a", schema(2));
                schema.withObjectProperty("properties").set("b", schema(3));
            }
            String before = schema.toString();
            check(schema);
            assertEquals(before, schema.toString(), "a schema is not changed");
            meant += SchemaMapper.parameters(schema) == null ? 0 : 1;
        }
        assertTrue(meant > SCHEMAS / 10, "most schemas say nothing: " + meant);
    }

    @Test
    @Timeout(20)
    void boundsSchemasThatGrowExponentially() {
        ObjectNode bomb = JSON.objectNode().put("type", "object");
        ObjectNode definitions = bomb.putObject("$defs");
        for (int i = 0; i < 60; i++) {
            ObjectNode level = definitions.putObject("L" + i);
            ObjectNode properties = level.putObject("properties");
            for (int j = 0; j < 10; j++) {
                properties.putObject("p" + j).put("$ref", "#/$defs/L" + (i + 1) % 60);
            }
            level.putArray("anyOf").addObject().put("$ref", "#/$defs/L" + (i + 1) % 60);
            ((ArrayNode) level.get("anyOf")).addObject().put("$ref", "#/$defs/L" + (i + 7) % 60);
        }
        bomb.putObject("properties").putObject("x").put("$ref", "#/$defs/L0");
        check(bomb);
    }

    @Test
    void boundsSchemasThatAreNestedDeeply() {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        for (int i = 0; i < 900; i++) {
            ObjectNode outer = JSON.objectNode();
            switch (i % 4) {
                case 0 -> outer.putObject("properties").set("p", schema);
                case 1 -> outer.putArray("allOf").add(schema);
                case 2 -> outer.putArray("anyOf").add(schema).addObject().put("type", "integer");
                default -> outer.set("items", schema);
            }
            schema = outer;
        }
        check(schema);
    }

    private static void check(ObjectNode schema) {
        ObjectNode answer = SchemaMapper.answer(schema);
        int nodes = GeminiSchema.check(answer);
        assertTrue(nodes < MOST_NODES, () -> nodes + " nodes from " + schema);
        assertEquals(String.valueOf(answer), String.valueOf(SchemaMapper.answer(schema)));
        ObjectNode parameters = SchemaMapper.parameters(schema);
        GeminiSchema.check(parameters);
        if (parameters != null) {
            assertEquals("object", parameters.path("type").asText());
        }
    }

    private JsonNode schema(int depth) {
        int kind = random.nextInt(20);
        return kind == 0 ? JSON.booleanNode(random.nextBoolean()) : kind == 1 ? anything() : object(depth);
    }

    private JsonNode object(int depth) {
        ObjectNode schema = JSON.objectNode();
        if (random.nextInt(3) > 0) {
            schema.set("type", random.nextInt(4) == 0 ? types() : JSON.textNode(any(TYPES)));
        }
        int keywords = random.nextInt(5);
        for (int i = 0; i < keywords; i++) {
            keyword(schema, depth);
        }
        return schema;
    }

    private void keyword(ObjectNode schema, int depth) {
        switch (random.nextInt(depth > 0 ? 12 : 6)) {
            case 0 -> schema.put(any(TEXTS_IN), any(TEXTS));
            case 1 -> schema.set(any(NUMBERS_IN), number());
            case 2 -> schema.set(random.nextBoolean() ? "const" : "default", anything());
            case 3 -> schema.set("enum", values());
            case 4 -> schema.set("required", values());
            case 5 -> schema.put("$ref", any(REFS));
            case 6, 7 -> schema.set(any(SCHEMAS_IN), schema(depth - 1));
            case 8, 9 -> {
                ArrayNode list = schema.putArray(any(LISTS_IN));
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(schema(depth - 1));
                }
            }
            default -> {
                ObjectNode map = schema.putObject(any(MAPS_IN));
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.set(any(List.of("a", "b", "A", "B", "", "$ref")), schema(depth - 1));
                }
            }
        }
        if (random.nextInt(60) == 0) {
            // Any keyword may have any value.
            schema.set(
                    any(List.of("type", "properties", "anyOf", "allOf", "items", "enum", "$ref", "nullable")),
                    anything());
        }
    }

    private ArrayNode types() {
        ArrayNode types = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            types.add(any(TYPES));
        }
        return types;
    }

    private ArrayNode values() {
        ArrayNode values = JSON.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(anything());
        }
        return values;
    }

    private JsonNode number() {
        return switch (random.nextInt(5)) {
            case 0 -> JSON.numberNode(random.nextDouble() * 100 - 50);
            case 1 -> JSON.numberNode(new java.math.BigInteger("9007199254740993000"));
            case 2 -> JSON.textNode("3");
            default -> JSON.numberNode(random.nextInt(20) - 5);
        };
    }

    private JsonNode anything() {
        return switch (random.nextInt(7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> number();
            case 3 -> JSON.objectNode().put("a", 1);
            case 4 -> JSON.arrayNode().add("a");
            default -> JSON.textNode(any(List.of("a", "b", "", "A", "x")));
        };
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
