package io.penstock.shared.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link WireWriter} wrote. Every method throws {@link IndexOutOfBoundsException} where
 * the message is too short for it.
 */
public final class WireReader {

    private final Buffer in;
    private int pos;

    public WireReader(Buffer in, int pos) {
        this.in = in;
        this.pos = pos;
    }

    public int u8() {
        return in.getByte(pos++) & 0xff;
    }

    public boolean bool() {
        return u8() != 0;
    }

    public int i32() {
        int value = in.getInt(pos);
        pos += 4;
        return value;
    }

    public long i64() {
        long value = in.getLong(pos);
        pos += 8;
        return value;
    }

    public byte[] bytes() {
        int length = i32();
        byte[] value = in.getBytes(pos, pos + checked(length));
        pos += length;
        return value;
    }

    public Buffer buffer() {
        return Buffers.of(bytes());
    }

    public String string() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Nullable
    public String stringOrNull() {
        int length = i32();
        if (length == -1) {
            return null;
        }
        pos -= 4;
        return string();
    }

    public List<String> strings() {
        int count = i32();
        if (count < 0) {
            throw new IndexOutOfBoundsException("count " + count);
        }
        // Grows with what is there: a count alone reserves nothing.
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(string());
        }
        return values;
    }

    /** One that stands behind its length. */
    Frame frame() {
        int length = checked(i32());
        Frame frame = FrameWire.decode(in, pos);
        pos += length;
        return frame;
    }

    private int checked(int length) {
        if (length < 0 || length > in.length() - pos) {
            throw new IndexOutOfBoundsException("length " + length + " at " + pos + " of " + in.length());
        }
        return length;
    }
}
