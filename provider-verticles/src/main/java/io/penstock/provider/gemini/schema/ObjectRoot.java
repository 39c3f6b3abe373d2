package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.upstream.chat.WireJson;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a function are one object: of alternatives the properties of all are offered, and only those
 * are required that each of them requires.
 */
final class ObjectRoot {

    private ObjectRoot() {}

    /** @param mapped as Gemini takes it */
    static ObjectNode of(ObjectNode mapped) {
        ObjectNode root = WireJson.MAPPER.createObjectNode().put("type", "object");
        if (!mapped.has("anyOf")) {
            if ("object".equals(mapped.path("type").asText())) {
                mapped.remove("nullable");
                return mapped;
            }
            return root;
        }
        ObjectNode properties = root.objectNode();
        Set<String> required = null;
        for (JsonNode branch : mapped.get("anyOf")) {
            if ("object".equals(branch.path("type").asText())) {
                branch.path("properties")
                        .properties()
                        .forEach(each -> properties.putIfAbsent(each.getKey(), each.getValue()));
                required = both(required, branch.path("required"));
                if (!root.has("description") && branch.has("description")) {
                    root.set("description", branch.get("description"));
                }
            }
        }
        root.set("properties", properties);
        if (required != null && !required.isEmpty()) {
            required.forEach(root.putArray("required")::add);
        }
        return root;
    }

    private static Set<String> both(@Nullable Set<String> before, JsonNode names) {
        Set<String> here = new LinkedHashSet<>();
        names.forEach(name -> here.add(name.textValue()));
        if (before != null) {
            here.retainAll(before);
        }
        return here;
    }
}
