package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keywords of a single node that Gemini has, in the form in which it has them, and hints for those that it has not. */
final class Keywords {

    private static final int LONGEST_HINT = 400;

    /** "only 'enum' and 'date-time' are supported for STRING type", the API says. */
    private static final Set<String> STRING_FORMATS = Set.of("date-time");

    private static final Set<String> NUMBER_FORMATS = Set.of("float", "double");
    private static final Set<String> INTEGER_FORMATS = Set.of("int32", "int64");

    private Keywords() {}

    /** Title and description, with what the other keywords cannot say. */
    static void describe(ObjectNode node, String type, ObjectNode mapped) {
        text(node, mapped, "title");
        List<String> said = new ArrayList<>();
        String own = node.path("description").asText();
        if (node.path("description").isTextual() && !own.isEmpty()) {
            said.add(own);
        }
        hints(node, type, said);
        if (!said.isEmpty()) {
            mapped.put("description", String.join(" ", said));
        }
    }

    private static void hints(ObjectNode node, String type, List<String> said) {
        if (!type.equals("string")) {
            Set<String> values = new LinkedHashSet<>();
            SchemaTypes.values(node).stream()
                    .filter(value -> SchemaTypes.fits(type, SchemaTypes.ofValue(value)))
                    .forEach(value -> values.add(value.toString()));
            if (!values.isEmpty()) {
                hint(said, (values.size() == 1 ? "Always " : "One of: ") + String.join(", ", values) + ".");
            }
        }
        if (type.equals("object")
                && node.path("additionalProperties").isObject()
                && !node.path("additionalProperties").isEmpty()) {
            hint(said, "Names are free; the schema of each value: " + node.get("additionalProperties") + ".");
        }
        if (type.equals("number")) {
            exclusive(node, "exclusiveMinimum", "Greater than ", said);
            exclusive(node, "exclusiveMaximum", "Less than ", said);
        }
        if ((type.equals("number") || type.equals("integer"))
                && node.path("multipleOf").isNumber()) {
            hint(said, "A multiple of " + node.get("multipleOf") + ".");
        }
    }

    private static void exclusive(ObjectNode node, String keyword, String words, List<String> said) {
        if (node.path(keyword).isNumber()) {
            hint(said, words + node.get(keyword) + ".");
        }
    }

    private static void hint(List<String> said, String hint) {
        if (hint.length() <= LONGEST_HINT) {
            said.add(hint);
        }
    }

    /** Of a string, a number or a boolean. */
    static void ofScalar(ObjectNode node, String type, ObjectNode mapped) {
        switch (type) {
            case "string" -> {
                strings(node, mapped);
                format(node, mapped, STRING_FORMATS);
                counts(node, mapped, "minLength", "maxLength");
                text(node, mapped, "pattern");
            }
            case "number" -> {
                format(node, mapped, NUMBER_FORMATS);
                limit(node, mapped, "minimum", "exclusiveMinimum", 0);
                limit(node, mapped, "maximum", "exclusiveMaximum", 0);
            }
            case "integer" -> {
                format(node, mapped, INTEGER_FORMATS);
                limit(node, mapped, "minimum", "exclusiveMinimum", 1);
                limit(node, mapped, "maximum", "exclusiveMaximum", -1);
            }
            default -> {
                // A boolean has no keywords.
            }
        }
    }

    /** Counts, which must be whole numbers. */
    static void counts(ObjectNode node, ObjectNode mapped, String... keywords) {
        for (String keyword : keywords) {
            JsonNode count = node.path(keyword);
            if (count.isNumber()
                    && count.canConvertToExactIntegral()
                    && count.canConvertToLong()
                    && count.longValue() >= 0) {
                mapped.put(keyword, count.longValue());
            }
        }
    }

    /** An enum takes strings only, and no empty one. */
    private static void strings(ObjectNode node, ObjectNode mapped) {
        Set<String> strings = new LinkedHashSet<>();
        for (JsonNode value : SchemaTypes.values(node)) {
            if (value.isTextual() && !value.textValue().isEmpty()) {
                strings.add(value.textValue());
            }
        }
        if (!strings.isEmpty()) {
            ArrayNode mappedValues = mapped.putArray("enum");
            strings.forEach(mappedValues::add);
        }
    }

    private static void format(ObjectNode node, ObjectNode mapped, Set<String> known) {
        String format = node.path("format").asText();
        if (known.contains(format)) {
            mapped.put("format", format);
        }
    }

    private static void text(ObjectNode node, ObjectNode mapped, String keyword) {
        JsonNode text = node.path(keyword);
        if (text.isTextual() && !text.textValue().isEmpty()) {
            mapped.put(keyword, text.textValue());
        }
    }

    /** @param step from an exclusive limit to the next value within; 0 where there is none */
    private static void limit(ObjectNode node, ObjectNode mapped, String keyword, String exclusive, int step) {
        JsonNode limit = node.path(keyword);
        JsonNode beyond = node.path(exclusive);
        if (beyond.isNumber() && (step == 0 || beyond.isIntegralNumber())) {
            JsonNode next = step == 0
                    ? beyond
                    : mapped.numberNode(
                            beyond.decimalValue().add(BigDecimal.valueOf(step)).toBigInteger());
            boolean narrower = !limit.isNumber()
                    || (keyword.equals("minimum")
                            ? next.decimalValue().compareTo(limit.decimalValue()) > 0
                            : next.decimalValue().compareTo(limit.decimalValue()) < 0);
            limit = narrower ? next : limit;
        }
        if (limit.isNumber()) {
            mapped.set(keyword, limit);
        }
    }
}
