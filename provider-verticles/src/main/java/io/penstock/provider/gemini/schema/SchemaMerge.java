package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Two nodes that both hold, as one; where one node cannot say both, the first has its way. */
final class SchemaMerge {

    private SchemaMerge() {}

    /** @param node holds all of both afterwards; the other is left as it is */
    static void into(ObjectNode node, ObjectNode other) {
        for (Map.Entry<String, JsonNode> keyword : other.properties()) {
            JsonNode here = node.get(keyword.getKey());
            JsonNode there = keyword.getValue();
            if (here == null || here.isNull()) {
                node.set(keyword.getKey(), there);
                continue;
            }
            switch (keyword.getKey()) {
                case "properties" -> node.set("properties", properties(here, there));
                case "required" -> node.set("required", union(node, here, there));
                case "enum" -> node.set("enum", intersection(node, here, there));
                case "type" -> node.set("type", types(node, here, there));
                case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
                    node.set(keyword.getKey(), here.asDouble() >= there.asDouble() ? here : there);
                case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
                    node.set(keyword.getKey(), here.asDouble() <= there.asDouble() ? here : there);
                default -> {
                    // As the first has it.
                }
            }
        }
    }

    private static JsonNode properties(JsonNode here, JsonNode there) {
        if (!(here instanceof ObjectNode first) || !there.isObject()) {
            return here;
        }
        ObjectNode all = first.objectNode();
        all.setAll(first);
        for (Map.Entry<String, JsonNode> property : there.properties()) {
            JsonNode same = all.get(property.getKey());
            if (same == null) {
                all.set(property.getKey(), property.getValue());
            } else if (!same.equals(property.getValue())) {
                ObjectNode both = all.objectNode();
                both.putArray("allOf").add(same).add(property.getValue());
                all.set(property.getKey(), both);
            }
        }
        return all;
    }

    private static ArrayNode union(ObjectNode maker, JsonNode here, JsonNode there) {
        ArrayNode all = maker.arrayNode();
        here.forEach(all::add);
        there.forEach(all::add);
        return all;
    }

    private static JsonNode intersection(ObjectNode maker, JsonNode here, JsonNode there) {
        ArrayNode both = maker.arrayNode();
        for (JsonNode value : here) {
            for (JsonNode other : there) {
                if (value.equals(other)) {
                    both.add(value);
                    break;
                }
            }
        }
        return both.isEmpty() ? here : both;
    }

    private static JsonNode types(ObjectNode maker, JsonNode here, JsonNode there) {
        ArrayNode mine = here.isArray() ? (ArrayNode) here : maker.arrayNode().add(here);
        ArrayNode other =
                there.isArray() ? (ArrayNode) there : maker.arrayNode().add(there);
        return intersection(maker, mine, other);
    }
}
