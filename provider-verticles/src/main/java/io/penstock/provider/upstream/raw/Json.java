package io.penstock.provider.upstream.raw;

import io.vertx.core.buffer.Buffer;

/** A JSON value that can be written: as it came, or taken apart and changed. */
public sealed interface Json permits RawValue, RawObject, RawArray {

    /** Appends the value's JSON text. */
    void writeTo(Buffer out);

    /** The value as a slice of bytes: as it came where it never was taken apart. */
    default RawValue raw() {
        Buffer out = Buffer.buffer();
        writeTo(out);
        byte[] bytes = out.getBytes();
        return new RawValue(bytes, 0, bytes.length);
    }
}
