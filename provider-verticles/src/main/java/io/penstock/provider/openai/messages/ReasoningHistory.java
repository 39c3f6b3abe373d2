package io.penstock.provider.openai.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.provider.openai.preset.History;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/** Gives the reasoning of an earlier turn back to the vendor, under the name that it takes. */
final class ReasoningHistory {

    private static final String REASONING_CONTENT = "reasoning_content";
    private static final String REASONING = "reasoning";

    private final History history;
    private final boolean inParts;

    /** @param inParts whether the model thinks in parts of its content */
    ReasoningHistory(History history, boolean inParts) {
        this.history = history;
        this.inParts = inParts;
    }

    /** @param message of the assistant */
    void place(Container message) {
        switch (history) {
            case UNTOUCHED -> {}
            case NONE -> removeAll(message);
            case REASONING -> {
                boolean unused = move(message, REASONING_CONTENT, REASONING);
            }
            case REASONING_CONTENT -> {
                boolean unused = move(message, REASONING, REASONING_CONTENT);
            }
            case REASONING_CONTENT_IN_CALLS -> {
                boolean there = move(message, REASONING, REASONING_CONTENT);
                if (!there && message.get("tool_calls") != null) {
                    message.put(REASONING_CONTENT, "\"\"");
                }
            }
            case PARTS -> {
                String thought = thought(message);
                removeAll(message);
                if (inParts && thought != null) {
                    putInParts(message, thought);
                }
            }
        }
    }

    private static void removeAll(Container message) {
        message.remove(REASONING_CONTENT);
        message.remove(REASONING);
    }

    /** Whether there is any. */
    private static boolean move(Container message, String from, String to) {
        Member source = message.get(from);
        Member target = message.get(to);
        if (source == null || source.kind() != Kind.STRING || target != null) {
            message.remove(from);
            return target != null;
        }
        message.remove(to);
        source.rename(to);
        return true;
    }

    /** A JSON string, or null where the turn shows no reasoning. */
    private static @Nullable String thought(Container message) {
        Member thought = message.get(REASONING_CONTENT);
        if (thought == null) {
            thought = message.get(REASONING);
        }
        boolean text = thought != null && thought.kind() == Kind.STRING && thought.json().length > 2;
        return thought != null && text ? new String(thought.json(), UTF_8) : null;
    }

    private static void putInParts(Container message, String thought) {
        String thinking = "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":" + thought + "}]}";
        Member content = message.get("content");
        String json = content == null ? "\"\"" : new String(content.json(), UTF_8);
        boolean parts = content != null && content.kind() == Kind.ARRAY;
        String inside = parts ? json.substring(1, json.length() - 1).strip() : part(json);
        message.put("content", "[" + thinking + (inside.isEmpty() ? "" : "," + inside) + "]");
    }

    private static String part(String text) {
        return text.length() <= 2 ? "" : "{\"type\":\"text\",\"text\":" + text + "}";
    }
}
