package io.penstock.provider.upstream.normaliser.state;

import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One tool call of a stream. It is announced once, with index, id, type and name; whatever comes
 * before its name is kept for that.
 */
public final class ToolCall {

    private static final int MAX_EARLY_BYTES = 64 * 1024;

    private final long upstreamIndex;
    private @Nullable String id;
    private String body = "function";
    private int index = -1;
    private boolean hasArguments;
    private final ByteArrayOutputStream early = new ByteArrayOutputStream(0);

    /** @param upstreamIndex as the provider counts, or -1 where it does not */
    ToolCall(long upstreamIndex) {
        this.upstreamIndex = upstreamIndex;
    }

    long upstreamIndex() {
        return upstreamIndex;
    }

    /** As the provider gave it, or null. */
    @Nullable
    public String id() {
        return id;
    }

    public boolean hasArguments() {
        return hasArguments;
    }

    /** A piece of arguments that went out as it came. */
    public void tookArguments() {
        hasArguments = true;
    }

    /** As the client counts; -1 before the announcement. */
    public int index() {
        return index;
    }

    /**
     * Turns a piece as it came into the one to send.
     *
     * @param nextIndex for the announcement
     * @return false where there is nothing to send yet, or nothing new
     */
    boolean take(RawObject piece, int nextIndex, UsageTally usage) {
        if (id == null) {
            id = ToolCalls.idOf(piece);
        }
        RawObject content = contentOf(piece);
        byte[] arguments = argumentsIn(content);
        usage.addText(arguments.length);
        hasArguments |= arguments.length > 0;
        if (index >= 0) {
            return resume(piece, content, arguments);
        }
        early.writeBytes(arguments);
        String name = content == null ? null : content.text("name");
        if (name == null && early.size() <= MAX_EARLY_BYTES) {
            return false;
        }
        announce(piece, content == null ? new RawObject() : content, name == null ? "" : name, nextIndex);
        return true;
    }

    /** What is missing when the choice finishes, or null: an announcement, or arguments of {@code {}}. */
    @Nullable
    RawObject rest(int nextIndex) {
        if (index < 0 && id == null && !hasArguments) {
            return null;
        }
        boolean wantsArguments = !hasArguments && body.equals("function");
        if (wantsArguments) {
            early.writeBytes(new byte[] {'{', '}'});
        }
        RawObject piece = new RawObject();
        RawObject content = new RawObject();
        if (index < 0) {
            announce(piece, content, "", nextIndex);
            return piece;
        }
        if (!wantsArguments) {
            return null;
        }
        piece.put("index", RawValue.number(index));
        content.put("arguments", RawValue.string("{}"));
        piece.put("function", content);
        return piece;
    }

    private void announce(RawObject piece, RawObject content, String name, int nextIndex) {
        index = nextIndex;
        content.putFirst("name", RawValue.string(name));
        content.put(argumentsKey(), RawValue.ofStringInside(early.toByteArray()));
        piece.put(body, content);
        piece.putFirst("type", RawValue.string(body));
        piece.putFirst("id", RawValue.string(id == null ? CompletionIds.toolCall() : id));
        piece.putFirst("index", RawValue.number(index));
        early.reset();
    }

    private boolean resume(RawObject piece, @Nullable RawObject content, byte[] arguments) {
        boolean more = piece.hasOtherThan("index", "id", "type", body)
                || (content != null && content.hasOtherThan("name", argumentsKey()));
        if (arguments.length == 0 && !more) {
            return false;
        }
        piece.remove("id");
        piece.remove("type");
        if (content != null) {
            content.remove("name");
            content.put(argumentsKey(), RawValue.ofStringInside(arguments));
        }
        piece.putFirst("index", RawValue.number(index));
        return true;
    }

    private @Nullable RawObject contentOf(RawObject piece) {
        if (piece.object("custom") != null) {
            body = "custom";
        }
        RawObject content = piece.object(body);
        if (content == null && piece.get(body) != null) {
            throw new MalformedJsonException("a tool call whose " + body + " is no object", 0);
        }
        return content;
    }

    /** The inside of a JSON string; empty where there are none. */
    private byte[] argumentsIn(@Nullable RawObject content) {
        RawValue value = content == null ? null : content.value(argumentsKey());
        return value == null ? new byte[0] : ToolCalls.argumentsInside(value);
    }

    private String argumentsKey() {
        return body.equals("custom") ? "input" : "arguments";
    }
}
