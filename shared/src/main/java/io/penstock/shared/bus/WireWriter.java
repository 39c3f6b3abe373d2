package io.penstock.shared.bus;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends primitive values to a message, big-endian. Strings are UTF-8 behind their length; a null has length -1. */
public final class WireWriter {

    private final Buffer out;

    public WireWriter(Buffer out) {
        this.out = out;
    }

    @CanIgnoreReturnValue
    public WireWriter u8(int value) {
        out.appendByte((byte) value);
        return this;
    }

    @CanIgnoreReturnValue
    public WireWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    @CanIgnoreReturnValue
    public WireWriter i32(int value) {
        out.appendInt(value);
        return this;
    }

    @CanIgnoreReturnValue
    public WireWriter i64(long value) {
        out.appendLong(value);
        return this;
    }

    @CanIgnoreReturnValue
    public WireWriter bytes(byte[] value) {
        out.appendInt(value.length).appendBytes(value);
        return this;
    }

    @CanIgnoreReturnValue
    public WireWriter buffer(Buffer value) {
        out.appendInt(value.length()).appendBuffer(value);
        return this;
    }

    @CanIgnoreReturnValue
    public WireWriter string(@Nullable String value) {
        if (value == null) {
            return i32(-1);
        }
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    @CanIgnoreReturnValue
    public WireWriter strings(List<String> values) {
        i32(values.size());
        values.forEach(this::string);
        return this;
    }
}
