package io.penstock.provider.anthropic.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON Schema in the subset that Anthropic holds a model to (platform.claude.com/docs, "Structured
 * outputs"). Limits that the subset has no words for become part of the description; an object takes no further
 * properties.
 */
final class SchemaForm {

    /** Of one request. */
    private static final int MOST_OPTIONAL = 24;

    private static final int MOST_UNIONS = 16;

    private static final Set<String> SAME = Set.of("$ref", "title", "description", "default", "const", "enum", "type");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");
    private static final List<String> LIMITS = List.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "not");
    private static final Set<String> BEYOND = Set.of(
            "patternProperties",
            "propertyNames",
            "unevaluatedProperties",
            "dependentSchemas",
            "dependentRequired",
            "dependencies",
            "prefixItems",
            "contains",
            "if",
            "then",
            "else");

    private final ObjectNode schema;
    private boolean fits = true;
    private int optional;
    private int unions;

    SchemaForm(ObjectNode original) {
        fits = !SchemaReferences.recur(original);
        schema = object(original);
    }

    /** Of the schema's form in the subset. */
    ObjectNode schema() {
        return schema;
    }

    /** Whether the subset says what the schema says, limits apart: no recursion, no object that is open. */
    boolean fits() {
        return fits;
    }

    /** Whether these together are few enough for one request. */
    static boolean areFew(List<SchemaForm> forms) {
        return forms.stream().mapToInt(form -> form.optional).sum() <= MOST_OPTIONAL
                && forms.stream().mapToInt(form -> form.unions).sum() <= MOST_UNIONS;
    }

    private JsonNode node(JsonNode original) {
        if (original instanceof ObjectNode object) {
            return object(object);
        }
        // A schema that is just true or false has no words in the subset.
        fits = false;
        return original;
    }

    private ObjectNode object(ObjectNode original) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        if (original.isEmpty()) {
            fits = false;
        }
        for (Map.Entry<String, JsonNode> member : original.properties()) {
            String key = member.getKey();
            JsonNode value = member.getValue();
            if (SAME.contains(key)) {
                form.set(key, value);
            } else if (BEYOND.contains(key)) {
                fits = false;
            } else if (value instanceof ObjectNode named && isNamed(key)) {
                form.set(key, each(named));
            } else if (value instanceof ArrayNode list && isList(key)) {
                form.set(key.equals("oneOf") ? "anyOf" : key, each(list));
            } else if (key.equals("items")) {
                form.set(key, node(value));
            } else if (key.equals("format") && FORMATS.contains(value.asText())) {
                form.set(key, value);
            }
        }
        if (form.has("anyOf") || form.path("type").isArray()) {
            unions++;
        }
        if (isObject(original)) {
            closed(original, form);
        }
        limits(original, form);
        return form;
    }

    private static boolean isNamed(String key) {
        return key.equals("properties") || key.equals("$defs") || key.equals("definitions");
    }

    private static boolean isList(String key) {
        return key.equals("anyOf") || key.equals("oneOf") || key.equals("allOf");
    }

    private static boolean isObject(ObjectNode original) {
        JsonNode type = original.path("type");
        boolean named = type.isArray()
                ? type.valueStream().anyMatch(each -> each.asText().equals("object"))
                : type.asText().equals("object");
        return named || original.has("properties");
    }

    private void closed(ObjectNode original, ObjectNode form) {
        JsonNode more = original.path("additionalProperties");
        boolean isClosed = more.isBoolean() && !more.booleanValue();
        boolean isOpen = !more.isMissingNode() && !isClosed;
        if (isOpen || (!isClosed && original.path("properties").isEmpty())) {
            fits = false;
        }
        form.put("additionalProperties", false);
        Set<String> required = new HashSet<>();
        original.path("required").forEach(name -> required.add(name.asText()));
        if (original.path("required").isArray()) {
            form.set("required", original.get("required"));
        }
        original.path("properties").fieldNames().forEachRemaining(name -> {
            if (!required.contains(name)) {
                optional++;
            }
        });
    }

    private ObjectNode each(ObjectNode named) {
        ObjectNode forms = JsonNodeFactory.instance.objectNode();
        named.properties().forEach(member -> forms.set(member.getKey(), node(member.getValue())));
        return forms;
    }

    private ArrayNode each(ArrayNode list) {
        ArrayNode forms = JsonNodeFactory.instance.arrayNode();
        list.forEach(element -> forms.add(node(element)));
        return forms;
    }

    private static void limits(ObjectNode original, ObjectNode form) {
        List<String> told = new ArrayList<>();
        for (String limit : LIMITS) {
            if (original.hasNonNull(limit)) {
                told.add(limit + ": " + original.get(limit));
            }
        }
        if (original.hasNonNull("format") && !form.has("format")) {
            told.add("format: " + original.get("format").asText());
        }
        if (!told.isEmpty()) {
            String own = form.path("description").asText();
            form.put("description", (own.isEmpty() ? "" : own + "\n") + "Must have " + String.join(", ", told) + ".");
        }
    }
}
