package io.penstock.provider.upstream.normaliser.state;

import io.penstock.provider.upstream.raw.RawArray;
import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.provider.upstream.raw.RawValue;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonText;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one choice. Providers tell them apart by index (from 0, from 1, or the same for
 * all), by id, or only by sending each whole; clients get a dense index from 0.
 */
public final class ToolCalls {

    private final List<ToolCall> calls = new ArrayList<>(0);
    private final UsageTally usage;
    private int announced;

    public ToolCalls(UsageTally usage) {
        this.usage = usage;
    }

    public boolean isEmpty() {
        return calls.isEmpty();
    }

    /** The pieces to send for those that came; may be empty. */
    public RawArray rewrite(RawArray pieces) {
        RawArray out = new RawArray();
        for (int i = 0; i < pieces.size(); i++) {
            RawObject piece = piece(pieces, i);
            ToolCall call = callOf(piece);
            boolean open = call.index() >= 0;
            if (call.take(piece, announced, usage)) {
                announced += open ? 0 : 1;
                out.add(piece);
            }
        }
        return out;
    }

    /** The pieces without which the calls would not be whole. */
    public RawArray rest() {
        RawArray out = new RawArray();
        for (ToolCall call : calls) {
            boolean open = call.index() >= 0;
            RawObject piece = call.rest(announced);
            if (piece != null) {
                announced += open ? 0 : 1;
                out.add(piece);
            }
        }
        return out;
    }

    /** The announced call that upstream and client know by this same index, or null. */
    @Nullable
    public ToolCall atSameIndex(int index) {
        ToolCall call = byIndex(index);
        return call != null && call.index() == index ? call : null;
    }

    public static RawObject piece(RawArray pieces, int position) {
        RawObject piece = pieces.object(position);
        if (piece == null) {
            throw new MalformedJsonException("a tool call that is no object", 0);
        }
        return piece;
    }

    /** The id in a piece; Mistral writes "null" where it has none. */
    public static @Nullable String idOf(RawObject piece) {
        String id = piece.text("id");
        return id == null || id.equals("null") ? null : id;
    }

    /** Arguments as the inside of a JSON string, also where a provider sends them as JSON. */
    public static byte[] argumentsInside(RawValue value) {
        if (!value.isString()) {
            return JsonText.escape(value.toString());
        }
        ByteArrayOutputStream inside = new ByteArrayOutputStream(value.end() - value.start());
        value.insideTo(inside);
        return inside.toByteArray();
    }

    private ToolCall callOf(RawObject piece) {
        String id = idOf(piece);
        RawObject function = piece.object("function");
        String name = function == null ? null : function.text("name");
        RawValue given = piece.value("index");
        long index = given == null ? -1 : integer(given);
        if (index >= 0) {
            ToolCall call = byIndex(index);
            return call == null || isAnother(call, id, name, function) ? start(index) : call;
        }
        ToolCall call = id == null ? null : byId(id);
        if (call != null) {
            return call;
        }
        return name != null || calls.isEmpty() ? start(-1) : calls.get(calls.size() - 1);
    }

    /** Some providers give each of several whole calls the index 0. */
    private static boolean isAnother(
            ToolCall call, @Nullable String id, @Nullable String name, @Nullable RawObject function) {
        if (name == null || function == null || call.index() < 0) {
            return false;
        }
        if (id != null && call.id() != null) {
            return !id.equals(call.id());
        }
        RawValue arguments = function.value("arguments");
        return id == null && call.hasArguments() && arguments != null && isWhole(arguments);
    }

    private static boolean isWhole(RawValue arguments) {
        byte[] json = arguments.text().getBytes(StandardCharsets.UTF_8);
        try {
            JsonCursor cursor = new JsonCursor(json);
            boolean object = cursor.kind() == JsonCursor.Kind.OBJECT;
            cursor.skip();
            cursor.finish();
            return object;
        } catch (MalformedJsonException piece) {
            return false;
        }
    }

    /** An index, also where it came as a string; -1 for anything else. */
    public static long integer(RawValue index) {
        return index.isText() ? digits(index.text()) : index.integer();
    }

    private static long digits(String text) {
        return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
    }

    private ToolCall start(long upstreamIndex) {
        ToolCall call = new ToolCall(upstreamIndex);
        calls.add(call);
        return call;
    }

    private @Nullable ToolCall byIndex(long index) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).upstreamIndex() == index) {
                return calls.get(i);
            }
        }
        return null;
    }

    private @Nullable ToolCall byId(String id) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (id.equals(calls.get(i).id())) {
                return calls.get(i);
            }
        }
        return null;
    }
}
