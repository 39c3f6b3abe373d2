package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;

/** Reads {@code stream_options} and remembers where they stand. */
final class StreamOptionsReader {

    private static final byte[] INCLUDE_USAGE = "include_usage".getBytes(US_ASCII);
    private static final String PARAM = "stream_options.include_usage";

    private final JsonCursor cursor;
    private final RequestValues values;
    private boolean isObject;
    private boolean includeUsage;
    private Span value = Span.ABSENT;
    private Span includeUsageValue = Span.ABSENT;

    StreamOptionsReader(JsonCursor cursor, RequestValues values) {
        this.cursor = cursor;
        this.values = values;
    }

    /** Consumes the object or null at the cursor. */
    void read() {
        int start = cursor.position();
        if (!values.skipNull()) {
            if (cursor.kind() != Kind.OBJECT) {
                throw values.wrong("stream_options", "an object or null");
            }
            readObject();
        }
        value = new Span(start, cursor.position());
    }

    private void readObject() {
        isObject = true;
        cursor.enter();
        while (cursor.nextKey()) {
            if (!cursor.keyIs(INCLUDE_USAGE)) {
                cursor.skip();
                continue;
            }
            if (includeUsageValue.isPresent()) {
                throw RequestValues.twice(PARAM);
            }
            includeUsage = !values.skipNull() && values.bool(PARAM);
            includeUsageValue = new Span(cursor.valueStart(), cursor.valueEnd());
        }
    }

    /** Streams only: OpenAI refuses options for a stream that nobody asked for. */
    void checkWith(boolean stream) {
        if (isObject && !stream) {
            throw RequestValues.invalid(
                    "stream_options",
                    "Invalid 'stream_options': it is only allowed where 'stream' is true, but 'stream' is not true.");
        }
    }

    boolean includeUsage() {
        return includeUsage;
    }

    Span value() {
        return value;
    }

    Span includeUsageValue() {
        return includeUsageValue;
    }
}
