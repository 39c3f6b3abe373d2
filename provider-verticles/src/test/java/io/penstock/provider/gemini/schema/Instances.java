package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** Says which values a schema holds for, and makes some that it may hold for: JSON Schema 2020-12, as far as the tests use it. */
@NullMarked
final class Instances {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 40;

    private final JsonNode root;

    /** @param root JSON Schema, or the subset of OpenAPI's with {@code nullable} */
    Instances(JsonNode root) {
        this.root = root;
    }

    boolean holdsFor(JsonNode value) {
        return holds(root, value, 0);
    }

    private boolean holds(JsonNode schema, JsonNode value, int depth) {
        if (schema.isBoolean() || depth > DEEPEST) {
            return schema.asBoolean(false);
        }
        if (value.isNull() && schema.path("nullable").asBoolean(false)) {
            return true;
        }
        if (schema.has("$ref") && !holds(target(schema), value, depth + 1)) {
            return false;
        }
        for (JsonNode part : schema.path("allOf")) {
            if (!holds(part, value, depth + 1)) {
                return false;
            }
        }
        if (schema.has("anyOf") && count(schema.get("anyOf"), value, depth) == 0) {
            return false;
        }
        if (schema.has("oneOf") && count(schema.get("oneOf"), value, depth) != 1) {
            return false;
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            return false;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            return false;
        }
        return isOfType(schema, value) && limits(schema, value) && children(schema, value, depth);
    }

    private long count(JsonNode branches, JsonNode value, int depth) {
        long count = 0;
        for (JsonNode branch : branches) {
            count += holds(branch, value, depth + 1) ? 1 : 0;
        }
        return count;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode schema, JsonNode value) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return true;
        }
        String own = SchemaTypes.ofValue(value);
        for (JsonNode each : type.isArray() ? type : JSON.arrayNode().add(type)) {
            if (each.asText().equals(own) || (each.asText().equals("number") && own.equals("integer"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean limits(JsonNode schema, JsonNode value) {
        if (value.isNumber()) {
            double number = value.doubleValue();
            return number >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                    && number <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY)
                    && number > schema.path("exclusiveMinimum").asDouble(Double.NEGATIVE_INFINITY)
                    && number < schema.path("exclusiveMaximum").asDouble(Double.POSITIVE_INFINITY);
        }
        String of = value.isTextual() ? "Length" : value.isArray() ? "Items" : value.isObject() ? "Properties" : "";
        int size = value.isTextual() ? value.textValue().length() : value.size();
        return of.isEmpty()
                || (size >= schema.path("min" + of).asInt(0)
                        && size <= schema.path("max" + of).asInt(Integer.MAX_VALUE));
    }

    private boolean children(JsonNode schema, JsonNode value, int depth) {
        if (value.isArray()) {
            JsonNode tuple = schema.path("prefixItems");
            for (int i = 0; i < value.size(); i++) {
                JsonNode element = i < tuple.size() ? tuple.get(i) : schema.path("items");
                if (!element.isMissingNode() && !holds(element, value.get(i), depth + 1)) {
                    return false;
                }
            }
        }
        if (value.isObject()) {
            for (JsonNode name : schema.path("required")) {
                if (!value.has(name.asText())) {
                    return false;
                }
            }
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                JsonNode known = schema.path("properties").path(member.getKey());
                JsonNode its = known.isMissingNode() ? schema.path("additionalProperties") : known;
                if (!its.isMissingNode() && !holds(its, member.getValue(), depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private JsonNode target(JsonNode schema) {
        return root.at(JsonPointer.compile(schema.get("$ref").asText().substring(1)));
    }

    /** A value for which the root may hold. */
    JsonNode some(Random random) {
        return some(root, random, 0);
    }

    private JsonNode some(JsonNode schema, Random random, int depth) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        JsonNode made = depth > 12 ? JSON.nullNode() : own(schema, random, depth);
        if (schema.has("$ref") && depth <= 12) {
            made = both(some(target(schema), random, depth + 1), made);
        }
        for (JsonNode part : schema.path("allOf")) {
            made = both(made, some(part, random, depth + 1));
        }
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (!schema.path(keyword).isEmpty()) {
                made = both(
                        made,
                        some(
                                schema.get(keyword)
                                        .get(random.nextInt(schema.get(keyword).size())),
                                random,
                                depth + 1));
            }
        }
        return made;
    }

    private static JsonNode both(JsonNode first, JsonNode second) {
        if (first instanceof ObjectNode one && second instanceof ObjectNode other) {
            return one.deepCopy().setAll(other);
        }
        return first.isNull() ? second : second.isNull() && !first.isNull() ? first : second;
    }

    private JsonNode own(JsonNode schema, Random random, int depth) {
        JsonNode type = schema.path("type");
        String chosen = type.isArray() && !type.isEmpty()
                ? type.get(random.nextInt(type.size())).asText()
                : type.asText();
        return switch (chosen) {
            case "string" ->
                JSON.textNode("abcdef".substring(0, schema.path("minLength").asInt(random.nextInt(4))));
            case "integer" -> JSON.numberNode(random.nextInt(12) - 2);
            case "number" -> JSON.numberNode(random.nextInt(24) / 2.0 - 2.25);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "array" -> elements(schema, random, depth);
            case "object" -> members(schema, random, depth);
            default -> JSON.nullNode();
        };
    }

    private ArrayNode elements(JsonNode schema, Random random, int depth) {
        ArrayNode elements = JSON.arrayNode();
        JsonNode tuple = schema.path("prefixItems");
        int count = Math.max(schema.path("minItems").asInt(0), random.nextInt(3));
        for (int i = 0; i < count; i++) {
            elements.add(some(i < tuple.size() ? tuple.get(i) : schema.path("items"), random, depth + 1));
        }
        return elements;
    }

    private ObjectNode members(JsonNode schema, Random random, int depth) {
        ObjectNode members = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (contains(schema.path("required"), JSON.textNode(property.getKey())) || random.nextBoolean()) {
                members.set(property.getKey(), some(property.getValue(), random, depth + 1));
            }
        }
        return members;
    }
}
