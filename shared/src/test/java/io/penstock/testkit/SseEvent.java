package io.penstock.testkit;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One event or comment as it came.
 *
 * @param name the {@code event} field, or null
 * @param data the {@code data} field, or null for a comment
 * @param comment the text after the colon, or null for an event
 * @param at {@link System#nanoTime} when its closing empty line was read
 */
public record SseEvent(
        @Nullable String name,
        @Nullable String data,
        @Nullable String comment,
        long at) {

    public boolean isComment() {
        return comment != null;
    }

    public boolean isDone() {
        return "[DONE]".equals(data);
    }

    public boolean isError() {
        return "error".equals(name);
    }

    /** The data as JSON, or a failure that shows it. */
    public JsonObject json() {
        try {
            return new JsonObject(String.valueOf(data));
        } catch (RuntimeException e) {
            throw new AssertionError("no JSON object: " + this, e);
        }
    }

    /** True for a chunk with text in any of its choices. */
    public boolean hasContent() {
        if (data == null || isDone() || isError()) {
            return false;
        }
        return json().getJsonArray("choices").stream()
                .map(JsonObject.class::cast)
                .map(choice -> choice.getJsonObject("delta", new JsonObject()).getString("content"))
                .anyMatch(content -> content != null && !content.isEmpty());
    }
}
