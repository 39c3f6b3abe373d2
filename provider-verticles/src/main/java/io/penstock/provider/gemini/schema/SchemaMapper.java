package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.upstream.chat.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From any JSON Schema to one that Gemini takes, with the same meaning as far as its keywords reach; what
 * they cannot say is told to the model in the description. Deterministic; ends, with an outcome of bounded
 * size, for schemas that refer to themselves too.
 */
public final class SchemaMapper {

    /** Gemini itself refuses what is nested much deeper. */
    private static final int DEEPEST = 24;

    private static final int MOST_BRANCHES = 64;

    private final SchemaReader reader;
    private final boolean ordered;

    private SchemaMapper(ObjectNode root, boolean ordered) {
        this.reader = new SchemaReader(root);
        this.ordered = ordered;
    }

    /** The parameters of a function: an object with properties; null where there are none, as Gemini wants it then. */
    public static @Nullable ObjectNode parameters(ObjectNode schema) {
        ObjectNode mapped = ObjectRoot.of(new SchemaMapper(schema, false).map(schema, References.NONE, 0));
        return mapped.path("properties").isEmpty() ? null : mapped;
    }

    /** The form of an answer, its properties in the order in which the client has them; null for any JSON. */
    public static @Nullable ObjectNode answer(ObjectNode schema) {
        return schema.isEmpty() ? null : new SchemaMapper(schema, true).map(schema, References.NONE, 0);
    }

    private ObjectNode map(JsonNode schema, References open, int depth) {
        return map(reader.read(schema, open), depth);
    }

    private ObjectNode map(SchemaReader.Flat flat, int depth) {
        ObjectNode node = flat.node();
        Set<String> types = SchemaTypes.of(node);
        boolean onlyNull = types.equals(Set.of("null")) || SchemaTypes.isNullOnly(node);
        boolean nullable = types.remove("null")
                || node.path("nullable").asBoolean(false)
                || SchemaTypes.values(node).stream().anyMatch(JsonNode::isNull);
        if (reader.isSpent() || depth > DEEPEST) {
            return cut(node, types, nullable);
        }
        List<JsonNode> branches = new ArrayList<>();
        for (JsonNode branch : node.path("anyOf").isArray() ? node.path("anyOf") : node.path("oneOf")) {
            if (SchemaTypes.isNullOnly(branch)) {
                nullable = true;
            } else if (!branch.isBoolean() || branch.booleanValue()) {
                branches.add(branch);
            }
        }
        if (onlyNull && branches.isEmpty()) {
            ObjectNode mapped = WireJson.MAPPER.createObjectNode().put("type", "null");
            Keywords.describe(node, "null", mapped);
            return mapped;
        }
        List<ObjectNode> mapped = branches.isEmpty()
                ? ofTypes(flat, types, depth)
                : ofBranches(flat, branches.subList(0, Math.min(MOST_BRANCHES, branches.size())), depth);
        return SchemaBranches.join(mapped, node, nullable);
    }

    /** What the node says beside its branches holds for each of them. */
    private List<ObjectNode> ofBranches(SchemaReader.Flat flat, List<JsonNode> branches, int depth) {
        ObjectNode beside = flat.node().deepCopy();
        beside.remove(List.of("anyOf", "oneOf", "title", "description", "nullable", "$defs", "definitions"));
        List<ObjectNode> mapped = new ArrayList<>();
        for (JsonNode branch : branches) {
            SchemaReader.Flat own = reader.read(branch, flat.open());
            if (!beside.isEmpty()) {
                SchemaMerge.into(own.node(), beside);
            }
            mapped.add(map(own, depth + 1));
        }
        return mapped;
    }

    /** One for each type that the value may have. */
    private List<ObjectNode> ofTypes(SchemaReader.Flat flat, Set<String> types, int depth) {
        Set<String> known =
                types.isEmpty() ? SchemaTypes.inferred(flat.node()) : SchemaTypes.narrowed(types, flat.node());
        List<ObjectNode> mapped = new ArrayList<>();
        for (String type : known) {
            mapped.add(typed(flat, type, depth));
        }
        return mapped;
    }

    private ObjectNode typed(SchemaReader.Flat flat, String type, int depth) {
        ObjectNode mapped = WireJson.MAPPER.createObjectNode().put("type", type);
        Keywords.describe(flat.node(), type, mapped);
        switch (type) {
            case "object" -> object(flat, mapped, depth);
            case "array" -> array(flat, mapped, depth);
            default -> Keywords.ofScalar(flat.node(), type, mapped);
        }
        return mapped;
    }

    private void object(SchemaReader.Flat flat, ObjectNode mapped, int depth) {
        ObjectNode properties = mapped.objectNode();
        for (Map.Entry<String, JsonNode> property :
                flat.node().path("properties").properties()) {
            JsonNode value = property.getValue();
            boolean possible = !value.isBoolean() || value.booleanValue();
            if (possible && !property.getKey().isEmpty()) {
                properties.set(property.getKey(), map(value, flat.open(), depth + 1));
            }
        }
        if (!properties.isEmpty()) {
            mapped.set("properties", properties);
            Set<String> required = new LinkedHashSet<>();
            for (JsonNode name : flat.node().path("required")) {
                if (name.isTextual() && properties.has(name.textValue())) {
                    required.add(name.textValue());
                }
            }
            if (!required.isEmpty()) {
                required.forEach(mapped.putArray("required")::add);
            }
            if (ordered) {
                properties.fieldNames().forEachRemaining(mapped.putArray("propertyOrdering")::add);
            }
        }
        Keywords.counts(flat.node(), mapped, "minProperties", "maxProperties");
    }

    private void array(SchemaReader.Flat flat, ObjectNode mapped, int depth) {
        JsonNode items = flat.node().path("items");
        JsonNode tuple = items.isArray() ? items : flat.node().path("prefixItems");
        List<ObjectNode> elements = new ArrayList<>();
        for (JsonNode element : tuple) {
            elements.add(map(element, flat.open(), depth + 1));
        }
        if (elements.isEmpty() || items.isObject()) {
            elements.add(map(items, flat.open(), depth + 1));
        }
        boolean nullable = elements.size() > 1
                && elements.removeIf(
                        element -> "null".equals(element.path("type").asText()));
        mapped.set(
                "items",
                elements.isEmpty()
                        ? mapped.objectNode().put("type", "null")
                        : SchemaBranches.join(elements, mapped.objectNode(), nullable));
        Keywords.counts(flat.node(), mapped, "minItems", "maxItems");
    }

    /** A node that is not looked into any more. */
    private static ObjectNode cut(ObjectNode node, Set<String> types, boolean nullable) {
        String type =
                types.stream().filter(each -> !each.equals("array")).findFirst().orElse("object");
        ObjectNode cut = WireJson.MAPPER.createObjectNode().put("type", type);
        Keywords.describe(node, type, cut);
        return nullable ? cut.put("nullable", true) : cut;
    }
}
