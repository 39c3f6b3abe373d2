package io.penstock.shared.bus;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** Buffers without a copy, which {@link Buffer#buffer(byte[])} makes. There is no public way to do that. */
public final class Buffers {

    private Buffers() {}

    /** Over these bytes, which must not change any more. */
    public static Buffer of(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }
}
