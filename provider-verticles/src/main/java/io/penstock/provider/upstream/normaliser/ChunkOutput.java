package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.normaliser.splice.Splices;
import io.penstock.provider.upstream.raw.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The events for the client. Held back until the first one with content: until then a failure
 * leaves no trace and another target can be tried.
 */
final class ChunkOutput {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    /** A provider that sends empty chunks while it thinks must not fill the memory. */
    private static final int MAX_HELD_BYTES = 64 * 1024;

    private static final int INITIAL_BYTES = 512;

    private Buffer buffer = Buffer.buffer(INITIAL_BYTES);
    private boolean released;

    /** Returns false, having written nothing, for one empty chunk too many before the first content. */
    boolean offer(Json chunk, boolean content) {
        if (!admit(content)) {
            return false;
        }
        buffer.appendBytes(DATA);
        chunk.writeTo(buffer);
        buffer.appendBytes(END);
        return true;
    }

    /** Writes a chunk as it came, but for the splices; drops it where {@link #offer(Json, boolean)} would. */
    void offer(byte[] text, int start, int end, Splices splices, boolean content) {
        if (admit(content)) {
            buffer.appendBytes(DATA);
            splices.copy(text, start, end, buffer);
            buffer.appendBytes(END);
        }
    }

    void done() {
        released = true;
        buffer.appendBytes(DONE);
    }

    boolean isReleased() {
        return released;
    }

    void discard() {
        buffer = Buffer.buffer(0);
    }

    @Nullable
    Buffer take() {
        if (!released || buffer.length() == 0) {
            return null;
        }
        Buffer taken = buffer;
        buffer = Buffer.buffer(INITIAL_BYTES);
        return taken;
    }

    private boolean admit(boolean content) {
        released |= content;
        return released || buffer.length() < MAX_HELD_BYTES;
    }
}
