package io.penstock.provider.anthropic.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The references inside a JSON Schema. */
final class SchemaReferences {

    private final Map<String, Set<String>> referred = new HashMap<>();

    private SchemaReferences() {}

    /** Whether a definition refers to itself, by whatever way, or to what is not in the schema's definitions. */
    static boolean recur(ObjectNode schema) {
        SchemaReferences references = new SchemaReferences();
        for (String place : new String[] {"$defs", "definitions"}) {
            schema.path(place).properties().forEach(definition -> references
                    .referred
                    .computeIfAbsent("#/" + place + "/" + definition.getKey(), none -> new HashSet<>())
                    .addAll(in(definition.getValue())));
        }
        Set<String> done = new HashSet<>();
        return in(schema).stream().anyMatch(reference -> references.isLoop(reference, new HashSet<>(), done));
    }

    private boolean isLoop(String reference, Set<String> way, Set<String> done) {
        Set<String> further = referred.get(reference);
        if (further == null || !way.add(reference)) {
            return true;
        }
        boolean loop = !done.contains(reference) && further.stream().anyMatch(next -> isLoop(next, way, done));
        way.remove(reference);
        done.add(reference);
        return loop;
    }

    private static Set<String> in(JsonNode node) {
        Set<String> found = new HashSet<>();
        collect(node, found);
        return found;
    }

    private static void collect(JsonNode node, Set<String> found) {
        JsonNode reference = node.path("$ref");
        if (reference.isTextual()) {
            found.add(reference.textValue());
        }
        node.forEach(each -> collect(each, found));
    }
}
