package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.raw.Json;
import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Brings a message, or the delta of one, into the API's form. Tool calls are taken apart elsewhere. */
final class MessageMender {

    private static final RawValue EMPTY = RawValue.string("");

    private MessageMender() {}

    /** The choice's delta, made from what the provider sent in its place if need be. */
    static RawObject deltaOf(RawObject choice) {
        RawObject delta = choice.object("delta");
        if (delta == null && choice.get("delta") != null) {
            throw new MalformedJsonException("a delta that is no object", 0);
        }
        if (delta == null) {
            delta = choice.object("message");
        }
        if (delta == null) {
            delta = new RawObject();
            RawValue text = choice.value("text");
            if (text != null && text.isString()) {
                delta.put("content", text);
            }
        }
        choice.remove("message");
        choice.remove("text");
        choice.put("delta", delta);
        mend(delta);
        return delta;
    }

    static void mend(RawObject message) {
        mendText(message, "content");
        mendText(message, "reasoning_content");
        mendText(message, "refusal");
        mendToolCalls(message);
        RawValue role = message.value("role");
        if (role != null && !role.isString()) {
            message.remove("role");
        }
        RawValue reasoning = message.value("reasoning");
        if (reasoning != null && reasoning.isString() && isWanted(reasoning, message.value("reasoning_content"))) {
            message.remove("reasoning_content");
            message.rename("reasoning", "reasoning_content");
        }
        RawObject function = message.object("function_call");
        RawValue arguments = function == null ? null : function.value("arguments");
        if (function != null && arguments != null && !arguments.isString()) {
            function.put("arguments", arguments.quoted());
        }
    }

    /** Servers that know both names may leave the one empty. */
    private static boolean isWanted(RawValue reasoning, @Nullable RawValue given) {
        return given == null || (reasoning.isText() && given.isString() && !given.isText());
    }

    /** Whether a client would miss it. */
    static boolean hasContent(RawObject delta) {
        return delta.anyMember((key, value) -> !key.equals("role") && isSomething(value));
    }

    /** Bytes of the text in a mended one, tool calls aside. Reasoning under two names is the same text twice. */
    static long textBytes(RawObject delta) {
        long reasoning = textBytes(delta, "reasoning_content");
        RawObject function = delta.object("function_call");
        return textBytes(delta, "content")
                + (reasoning == 0 ? textBytes(delta, "reasoning") : reasoning)
                + textBytes(delta, "refusal")
                + (function == null ? 0 : textBytes(function, "arguments"));
    }

    /** Bytes inside the member's string; 0 where it is none. */
    static long textBytes(RawObject json, String key) {
        RawValue value = json.value(key);
        return value != null && value.isText() ? value.end() - value.start() - 2 : 0;
    }

    private static boolean isSomething(Json value) {
        RawValue raw = value.raw();
        return switch (raw.kind()) {
            case STRING -> raw.isText();
            case OBJECT -> !raw.isEmptyContainer();
            case ARRAY -> !raw.isEmptyContainer();
            case NUMBER, BOOLEAN, NULL -> false;
        };
    }

    private static void mendText(RawObject message, String key) {
        RawValue text = message.value(key);
        if (text == null || text.isString()) {
            return;
        }
        if (text.kind() == JsonCursor.Kind.ARRAY) {
            join(message, key, RawArray.read(text));
        } else if (isPart(message.object(key))) {
            join(message, key, RawArray.of(text));
        } else {
            // Workers AI answers a schema with the object itself.
            message.put(key, text.quoted());
        }
    }

    private static boolean isPart(@Nullable RawObject json) {
        return json != null && (json.get("thinking") != null || json.text("text") != null);
    }

    private static void mendToolCalls(RawObject message) {
        Json calls = message.get("tool_calls");
        if (calls == null || message.array("tool_calls") != null) {
            return;
        }
        RawObject only = message.object("tool_calls");
        if (only == null) {
            throw new MalformedJsonException("tool calls that are no array", 0);
        }
        message.put("tool_calls", RawArray.of(only));
    }

    /** Mistral's content in parts: text, and thinking that holds parts itself. */
    private static void join(RawObject message, String key, RawArray parts) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteArrayOutputStream thinking = new ByteArrayOutputStream();
        for (int i = 0; i < parts.size(); i++) {
            RawObject part = parts.object(i);
            if (part != null && part.get("thinking") != null) {
                addText(part.get("thinking"), thinking);
            } else {
                addText(parts.get(i), text);
            }
        }
        message.put(key, text.size() == 0 ? EMPTY : RawValue.ofStringInside(text.toByteArray()));
        if (thinking.size() > 0 && message.get("reasoning_content") == null) {
            message.put("reasoning_content", RawValue.ofStringInside(thinking.toByteArray()));
        }
    }

    /** A string, an object with a text, or an array of these; anything else has no text. */
    private static void addText(@Nullable Json value, ByteArrayOutputStream out) {
        if (value instanceof RawObject part) {
            RawValue text = part.value("text");
            if (text != null && text.isString()) {
                text.insideTo(out);
            }
        } else if (value instanceof RawValue raw && raw.isString()) {
            raw.insideTo(out);
        } else if (value instanceof RawValue raw && raw.kind() == JsonCursor.Kind.ARRAY) {
            RawArray parts = RawArray.read(raw);
            for (int i = 0; i < parts.size(); i++) {
                RawObject part = parts.object(i);
                addText(part == null ? parts.get(i) : part, out);
            }
        }
    }
}
