package io.penstock.provider.gemini.schema;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * What a client's schema allows, the mapped one allows too: a model that keeps to what Gemini was told is never
 * kept from an answer that the client would take.
 */
@NullUnmarked
class SchemaMeaningTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SCHEMAS = 4_000;
    private static final int VALUES = 12;

    private final Random random = new Random(7);

    @Test
    void allowsWhateverTheClientsSchemaAllows() {
        int allowed = 0;
        for (int i = 0; i < SCHEMAS; i++) {
            ObjectNode schema = root();
            ObjectNode mapped = SchemaMapper.answer(schema);
            assertNotNull(mapped);
            Instances original = new Instances(schema);
            Instances told = new Instances(mapped);
            for (int j = 0; j < VALUES; j++) {
                JsonNode value = original.some(random);
                if (original.holdsFor(value)) {
                    allowed++;
                    assertTrue(told.holdsFor(value), () -> value + " is kept out: " + schema + " became " + mapped);
                }
            }
        }
        assertTrue(allowed > SCHEMAS * 2, "too few values to say anything: " + allowed);
    }

    private ObjectNode root() {
        ObjectNode root = typed("object", 3);
        ObjectNode definitions = root.putObject("$defs");
        definitions.set("A", schema(2));
        definitions.set("B", typed("object", 2));
        return root;
    }

    private ObjectNode schema(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 7)) {
            case 0 -> JSON.objectNode().set("const", scalar());
            case 1 -> JSON.objectNode().set("enum", scalars());
            case 2 -> JSON.objectNode().put("$ref", any(List.of("#/$defs/A", "#/$defs/B", "#")));
            case 3, 4, 5, 6 -> typed(any(List.of("string", "integer", "number", "boolean", "null")), depth);
            case 7 -> list("anyOf", depth);
            case 8 -> list("oneOf", depth);
            case 9 -> both(depth);
            case 10 -> typed("array", depth);
            default -> typed("object", depth);
        };
    }

    private ObjectNode typed(String type, int depth) {
        ObjectNode schema = JSON.objectNode();
        if (random.nextInt(4) == 0) {
            schema.putArray("type").add(type).add(any(List.of("null", "string", "integer")));
        } else {
            schema.put("type", type);
        }
        switch (type) {
            case "string" -> limit(schema, "minLength", "maxLength");
            case "integer", "number" ->
                limit(schema, any(List.of("minimum", "exclusiveMinimum")), any(List.of("maximum", "exclusiveMaximum")));
            case "array" -> array(schema, depth);
            case "object" -> object(schema, depth);
            default -> {
                // Has no limits.
            }
        }
        return schema;
    }

    private void limit(ObjectNode schema, String least, String most) {
        if (random.nextInt(3) == 0) {
            schema.put(least, random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            schema.put(most, 3 + random.nextInt(5));
        }
    }

    private void array(ObjectNode schema, int depth) {
        if (random.nextInt(3) == 0) {
            schema.putArray("prefixItems").add(schema(depth - 1)).add(schema(depth - 1));
        }
        // Elements of any kind are told as strings, numbers, booleans and objects: there is no end to arrays of arrays.
        schema.set("items", schema(depth - 1));
        limit(schema, "minItems", "maxItems");
    }

    private void object(ObjectNode schema, int depth) {
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (String name : List.of("a", "b", "c")) {
            if (random.nextBoolean()) {
                properties.set(name, schema(depth - 1));
                if (random.nextInt(3) == 0) {
                    required.add(name);
                }
            }
        }
        schema.set("required", required);
        if (random.nextInt(3) == 0) {
            schema.put("additionalProperties", random.nextBoolean());
        }
    }

    private ObjectNode list(String keyword, int depth) {
        // Something beside the alternatives, now and then.
        ObjectNode schema = random.nextInt(3) == 0 ? typed("object", depth - 1) : JSON.objectNode();
        ArrayNode branches = schema.putArray(keyword);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            branches.add(schema(depth - 1));
        }
        return schema;
    }

    private ObjectNode both(int depth) {
        ObjectNode schema = JSON.objectNode();
        String type = any(List.of("object", "string", "integer"));
        schema.putArray("allOf")
                .add(typed(type, depth - 1))
                .add(random.nextBoolean() ? typed(type, depth - 1) : schema(depth - 1));
        return schema;
    }

    private ArrayNode scalars() {
        ArrayNode scalars = JSON.arrayNode();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            scalars.add(scalar());
        }
        return scalars;
    }

    private JsonNode scalar() {
        return switch (random.nextInt(5)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt(5));
            default -> JSON.textNode(any(List.of("x", "y", "zz")));
        };
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
