package io.penstock.provider.upstream.chat;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message of a conversation. */
public sealed interface Message {

    /** Where it stands in the client's request, such as {@code messages[2]}. */
    String path();

    /** Empty where there is no content. */
    List<Part> parts();

    /** A {@code system} or {@code developer} message. */
    record Instructions(String path, List<Part> parts) implements Message {}

    record User(String path, List<Part> parts, @Nullable String name) implements Message {}

    /**
     * What the model said before.
     *
     * @param reasoning that it showed, as the client sent it back in {@code reasoning_content}, or null
     * @param details reasoning that its provider has signed, of whatever provider: each takes its own only
     */
    record Assistant(
            String path,
            List<Part> parts,
            List<ToolCall> toolCalls,
            @Nullable String reasoning,
            List<ReasoningDetail> details)
            implements Message {

        /** The signed reasoning that this provider made, in its order. */
        public List<ReasoningDetail> detailsOf(String origin) {
            return details.stream()
                    .filter(detail -> detail.origin().equals(origin))
                    .toList();
        }
    }

    /** The result of a tool call. */
    record ToolResult(String path, String toolCallId, List<Part> parts) implements Message {}

    /** @param arguments as the model wrote them, and the client sent them back */
    record ToolCall(String path, String id, String name, String arguments) {

        /**
         * The arguments as one JSON object, character for character.
         *
         * @throws ApiException with 400 where they are none; nothing at all counts as {@code {}}
         */
        public RawJson argumentsObject() {
            if (arguments.isBlank()) {
                return RawJson.EMPTY_OBJECT;
            }
            byte[] bytes = arguments.getBytes(StandardCharsets.UTF_8);
            try {
                JsonCursor cursor = new JsonCursor(bytes);
                if (cursor.skip() == JsonCursor.Kind.OBJECT) {
                    cursor.finish();
                    return new RawJson(arguments);
                }
            } catch (MalformedJsonException none) {
                // Said below.
            }
            String at = path + ".function.arguments";
            throw new ApiException(ApiErrors.badRequest(
                    at, "Invalid '" + at + "': expected the text of one JSON object, but got something else."));
        }
    }
}
