package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which types a value may have. */
final class SchemaTypes {

    private static final List<String> KNOWN =
            List.of("string", "number", "integer", "boolean", "array", "object", "null");

    private static final List<String> OF_OBJECTS =
            List.of("properties", "required", "additionalProperties", "minProperties", "maxProperties");
    private static final List<String> OF_ARRAYS = List.of("items", "prefixItems", "minItems", "maxItems");
    private static final List<String> OF_STRINGS = List.of("minLength", "maxLength", "pattern", "format");
    private static final List<String> OF_NUMBERS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");

    private SchemaTypes() {}

    /** Those that the node names, which may be none; in any case of letters, as OpenAPI's tools write them. */
    static Set<String> of(ObjectNode node) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = node.path("type");
        for (JsonNode each : type.isArray() ? type : List.of(type)) {
            String word = each.asText().toLowerCase(Locale.ROOT);
            if (KNOWN.contains(word)) {
                types.add(word);
            }
        }
        if (types.contains("number")) {
            types.remove("integer");
        }
        return types;
    }

    /** Those that the other keywords speak of; all where they say nothing. */
    static Set<String> inferred(ObjectNode node) {
        Set<String> types = new LinkedHashSet<>();
        ofValues(node, types);
        if (types.isEmpty()) {
            add(types, "object", OF_OBJECTS, node);
            add(types, "array", OF_ARRAYS, node);
            add(types, "string", OF_STRINGS, node);
            add(types, "number", OF_NUMBERS, node);
        }
        // "null" and no other: no type is left for what is only that.
        return types.isEmpty() ? new LinkedHashSet<>(List.of("string", "number", "boolean", "object")) : types;
    }

    /** Without those of which the node's {@code enum} or {@code const} has no value. */
    static Set<String> narrowed(Set<String> types, ObjectNode node) {
        Set<String> ofValues = new LinkedHashSet<>();
        ofValues(node, ofValues);
        Set<String> narrowed = new LinkedHashSet<>();
        for (String type : types) {
            if (ofValues.stream().anyMatch(each -> fits(type, each))) {
                narrowed.add(type);
            }
        }
        return narrowed.isEmpty() ? types : narrowed;
    }

    static boolean fits(String type, String ofValue) {
        boolean numbers = type.equals("number") || type.equals("integer");
        return type.equals(ofValue) || (numbers && (ofValue.equals("number") || ofValue.equals("integer")));
    }

    static boolean isNullOnly(JsonNode branch) {
        JsonNode type = branch.path("type");
        List<JsonNode> values = values(branch);
        return "null".equalsIgnoreCase(type.asText()) && type.isTextual()
                || (values.size() == 1 && values.get(0).isNull());
    }

    static String ofValue(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case OBJECT -> "object";
            case ARRAY -> "array";
            default -> value.isNull() ? "null" : "string";
        };
    }

    /** The only ones that it may be; empty where it may be any. */
    static List<JsonNode> values(JsonNode node) {
        if (node.has("const")) {
            return List.of(node.get("const"));
        }
        List<JsonNode> values = new ArrayList<>();
        if (node.path("enum").isArray()) {
            node.path("enum").forEach(values::add);
        }
        return values;
    }

    private static void ofValues(ObjectNode node, Set<String> types) {
        for (JsonNode value : values(node)) {
            if (!value.isNull()) {
                types.add(ofValue(value));
            }
        }
        if (types.contains("number")) {
            types.remove("integer");
        }
    }

    private static void add(Set<String> types, String type, List<String> keywords, ObjectNode node) {
        if (keywords.stream().anyMatch(node::has)) {
            types.add(type);
        }
    }
}
