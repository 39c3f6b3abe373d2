package io.penstock.provider.upstream.raw;

import io.penstock.shared.chat.json.JsonCursor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON array taken apart one level deep. White space between its elements is not kept. */
public final class RawArray implements Json {

    private final List<Json> elements = new ArrayList<>();

    /** @throws io.penstock.shared.chat.json.MalformedJsonException where the value is no valid array */
    public static RawArray read(RawValue value) {
        RawArray array = new RawArray();
        JsonCursor cursor = new JsonCursor(value.bytes(), value.start(), value.end());
        cursor.enter();
        while (cursor.nextElement()) {
            cursor.skip();
            array.add(new RawValue(value.bytes(), cursor.valueStart(), cursor.valueEnd()));
        }
        return array;
    }

    public static RawArray of(Json element) {
        RawArray array = new RawArray();
        array.add(element);
        return array;
    }

    public int size() {
        return elements.size();
    }

    public boolean isEmpty() {
        return elements.isEmpty();
    }

    public void add(Json element) {
        elements.add(element);
    }

    public Json get(int position) {
        return elements.get(position);
    }

    /** The element as an object whose changes are part of this array, or null where it is none. */
    public @Nullable RawObject object(int position) {
        RawObject object = RawObject.from(elements.get(position));
        if (object != null) {
            elements.set(position, object);
        }
        return object;
    }

    @Override
    public void writeTo(Buffer out) {
        out.appendByte((byte) '[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.appendByte((byte) ',');
            }
            elements.get(i).writeTo(out);
        }
        out.appendByte((byte) ']');
    }
}
