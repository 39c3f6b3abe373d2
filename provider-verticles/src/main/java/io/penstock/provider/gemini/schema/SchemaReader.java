package io.penstock.provider.gemini.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.upstream.chat.WireJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads a schema's nodes as if it had no {@code $ref} and no {@code allOf}: what they stand for is merged into the
 * node. A reference that leads back into itself is followed once more and then ends in a bare type. One per
 * schema.
 */
final class SchemaReader {

    /** A schema of more nodes is taken for one that grows without end; what is beyond is cut. */
    private static final int MOST_NODES = 4000;

    /** How often a reference is followed within itself. */
    private static final int MOST_TURNS = 2;

    private static final int DEEPEST = 64;

    private final ObjectNode root;
    private int nodes = MOST_NODES;

    /**
     * A node without references.
     *
     * @param open the references that were followed on the way to it
     */
    record Flat(ObjectNode node, References open) {}

    SchemaReader(ObjectNode root) {
        this.root = root;
    }

    /** Whether no more nodes are read. */
    boolean isSpent() {
        return nodes <= 0;
    }

    /** @param schema {@code true} and whatever is no schema stand for anything */
    Flat read(JsonNode schema, References open) {
        return read(schema, open, 0);
    }

    private Flat read(JsonNode schema, References open, int depth) {
        nodes--;
        if (!(schema instanceof ObjectNode object)) {
            return new Flat(WireJson.MAPPER.createObjectNode(), open);
        }
        ObjectNode flat = WireJson.MAPPER.createObjectNode();
        References followed = open;
        for (Map.Entry<String, JsonNode> keyword : object.properties()) {
            if (!keyword.getKey().equals("$ref") && !keyword.getKey().equals("allOf")) {
                flat.set(keyword.getKey(), keyword.getValue());
            }
        }
        if (nodes <= 0 || depth > DEEPEST) {
            return new Flat(flat, followed);
        }
        JsonNode ref = object.path("$ref");
        if (ref.isTextual()) {
            JsonNode target = target(ref.textValue());
            if (followed.count(ref.textValue()) < MOST_TURNS) {
                Flat found = read(target, followed.with(ref.textValue()), depth + 1);
                followed = found.open();
                SchemaMerge.into(flat, found.node());
            } else {
                SchemaMerge.into(flat, bare(target));
            }
        }
        for (JsonNode part : object.path("allOf")) {
            Flat found = read(part, followed, depth + 1);
            followed = found.open();
            SchemaMerge.into(flat, found.node());
        }
        return new Flat(flat, followed);
    }

    /** What the reference names within the same document; anything at all where it names nothing there. */
    private JsonNode target(String ref) {
        if (!ref.startsWith("#")) {
            return root.missingNode();
        }
        try {
            String pointer = URLDecoder.decode(ref.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            return pointer.isEmpty() ? root : root.at(JsonPointer.compile(pointer));
        } catch (IllegalArgumentException noPointer) {
            return root.missingNode();
        }
    }

    /** No more than what kind of value it is. */
    private static ObjectNode bare(JsonNode target) {
        ObjectNode bare = WireJson.MAPPER.createObjectNode();
        for (String keyword : List.of("type", "description")) {
            if (target.has(keyword)) {
                bare.set(keyword, target.get(keyword));
            }
        }
        return bare;
    }
}
