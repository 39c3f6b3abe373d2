package io.penstock.shared.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link WireWriter} wrote. Every method throws {@link IndexOutOfBoundsException} where
 * the message is too short for it.
 */
final class WireReader {

    private final Buffer in;
    private int pos;

    WireReader(Buffer in, int pos) {
        this.in = in;
        this.pos = pos;
    }

    int u8() {
        return in.getByte(pos++) & 0xff;
    }

    boolean bool() {
        return u8() != 0;
    }

    int i32() {
        int value = in.getInt(pos);
        pos += 4;
        return value;
    }

    long i64() {
        long value = in.getLong(pos);
        pos += 8;
        return value;
    }

    byte[] bytes() {
        int length = i32();
        byte[] value = in.getBytes(pos, pos + checked(length));
        pos += length;
        return value;
    }

    Buffer buffer() {
        return Buffer.buffer(bytes());
    }

    String string() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Nullable
    String stringOrNull() {
        int length = i32();
        if (length == -1) {
            return null;
        }
        pos -= 4;
        return string();
    }

    private int checked(int length) {
        if (length < 0 || length > in.length() - pos) {
            throw new IndexOutOfBoundsException("length " + length + " at " + pos + " of " + in.length());
        }
        return length;
    }
}
