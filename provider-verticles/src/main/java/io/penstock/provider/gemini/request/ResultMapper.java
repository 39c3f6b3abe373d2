package io.penstock.provider.gemini.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.gemini.wire.ContentPart;
import io.penstock.provider.gemini.wire.FunctionResponse;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.provider.upstream.chat.RawJson;
import io.penstock.provider.upstream.chat.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a tool call. */
final class ResultMapper {

    /** Google reads numbers in a result as doubles: larger integers change. */
    private static final long LARGEST_EXACT = 1L << 53;

    private ResultMapper() {}

    /**
     * @param media takes the parts that are no text, where the model has no place for them in the result
     */
    static ContentPart map(
            Message.ToolResult result, String name, @Nullable String id, boolean withMedia, List<ContentPart> media) {
        List<String> texts = new ArrayList<>();
        List<ContentPart> others = new ArrayList<>();
        for (Part part : result.parts()) {
            if (part instanceof Part.Text text) {
                texts.add(text.text());
            } else {
                others.add(PartMapper.map(part));
            }
        }
        if (!withMedia) {
            media.addAll(others);
        }
        return ContentPart.result(new FunctionResponse(
                id, name, response(String.join("\n", texts)), withMedia && !others.isEmpty() ? others : null));
    }

    /** It must be an object: one stays as it is where Google leaves it so, all else is the text of {@code output}. */
    private static RawJson response(String text) {
        try {
            if (text.startsWith("{") && WireJson.MAPPER.readTree(text) instanceof ObjectNode object && isSafe(object)) {
                return new RawJson(text);
            }
        } catch (IOException noJson) {
            // A text, then.
        }
        return new RawJson(
                WireJson.MAPPER.createObjectNode().put("output", text).toString());
    }

    private static boolean isSafe(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() && Math.abs(node.longValue()) <= LARGEST_EXACT;
        }
        // "$ref" in a result is looked up among the result's media, and refused where it names none.
        if (node.isObject() && node.has("$ref")) {
            return false;
        }
        for (JsonNode child : node) {
            if (!isSafe(child)) {
                return false;
            }
        }
        return true;
    }
}
