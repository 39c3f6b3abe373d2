package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Alternatives. Gemini takes no keyword beside {@code anyOf}: what holds for all of them stands in each. */
final class SchemaBranches {

    private static final int MOST = 64;

    private SchemaBranches() {}

    /**
     * @param alternatives mapped, at least one
     * @param said whose title and description go before theirs where there is one left, and to those without where
     *     there are several
     */
    static ObjectNode join(List<ObjectNode> alternatives, ObjectNode said, boolean nullable) {
        Set<ObjectNode> different = new LinkedHashSet<>();
        for (ObjectNode alternative : alternatives) {
            if (alternative.has("anyOf")) {
                alternative.get("anyOf").forEach(inner -> different.add((ObjectNode) inner));
            } else {
                different.add(alternative);
            }
        }
        boolean alone = different.size() == 1;
        Set<ObjectNode> told = new LinkedHashSet<>();
        for (ObjectNode alternative : different.stream().limit(MOST).toList()) {
            ObjectNode with = alternative.deepCopy();
            describe(with, said, "title", alone);
            describe(with, said, "description", alone);
            if (nullable) {
                with.put("nullable", true);
            }
            told.add(with);
        }
        if (told.size() == 1) {
            return told.iterator().next();
        }
        ObjectNode joined = said.objectNode();
        ArrayNode anyOf = joined.putArray("anyOf");
        told.forEach(anyOf::add);
        return joined;
    }

    private static void describe(ObjectNode alternative, ObjectNode said, String keyword, boolean alone) {
        JsonNode text = said.path(keyword);
        String own = alternative.path(keyword).asText();
        // Its own may be the same with a hint behind.
        if (text.isTextual()
                && !text.textValue().isEmpty()
                && (own.isEmpty() || (alone && !own.startsWith(text.textValue())))) {
            alternative.put(keyword, text.textValue());
        }
    }
}
