package io.penstock.provider.upstream.raw;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one valid JSON value, without white space around it.
 *
 * @param end exclusive
 */
public record RawValue(byte[] bytes, int start, int end) implements Json {

    public static final RawValue NULL = ofJson("null");

    /** @param json one valid JSON value */
    public static RawValue ofJson(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new RawValue(bytes, 0, bytes.length);
    }

    /** A JSON string with this text. */
    public static RawValue string(String text) {
        return ofStringInside(JsonText.escape(text));
    }

    /** A JSON string with this inside, which is escaped already. */
    public static RawValue ofStringInside(byte[] escaped) {
        byte[] bytes = new byte[escaped.length + 2];
        bytes[0] = '"';
        System.arraycopy(escaped, 0, bytes, 1, escaped.length);
        bytes[bytes.length - 1] = '"';
        return new RawValue(bytes, 0, bytes.length);
    }

    public static RawValue number(long number) {
        return ofJson(Long.toString(number));
    }

    public JsonCursor.Kind kind() {
        return new JsonCursor(bytes, start, end).kind();
    }

    public boolean isNull() {
        return bytes[start] == 'n';
    }

    public boolean isString() {
        return bytes[start] == '"';
    }

    /** True of a string with at least one character. */
    public boolean isText() {
        return isString() && end - start > 2;
    }

    /** True of an object or array without members. */
    public boolean isEmptyContainer() {
        int p = start + 1;
        while (p < end && bytes[p] <= ' ') {
            p++;
        }
        return bytes[p] == ']' || bytes[p] == '}';
    }

    public boolean isNumber() {
        return kind() == JsonCursor.Kind.NUMBER;
    }

    /** A string's text; any other value's JSON. */
    public String text() {
        return isString()
                ? new JsonCursor(bytes, start, end).string()
                : new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** A number's value, its fraction cut off, at most {@link Long#MAX_VALUE}; -1 for anything else. */
    public long integer() {
        if (!isNumber() || end - start > 40) {
            return -1;
        }
        try {
            BigDecimal value = new BigDecimal(text());
            return (long) value.precision() - value.scale() > 18 ? Long.MAX_VALUE : value.longValue();
        } catch (NumberFormatException exponentOutOfRange) {
            return -1;
        }
    }

    /** A JSON string whose text is this value's JSON. */
    public RawValue quoted() {
        return string(new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }

    /** The inside of a string, escapes as they came. */
    public void insideTo(ByteArrayOutputStream out) {
        out.write(bytes, start + 1, end - start - 2);
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    @Override
    public void writeTo(Buffer out) {
        out.appendBytes(bytes, start, end - start);
    }

    @Override
    public RawValue raw() {
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
