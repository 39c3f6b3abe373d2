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

    private static final int INITIAL_BYTES = 128;

    private @Nullable Buffer buffer;
    private int expected = INITIAL_BYTES;
    private boolean released;

    /** So many bytes are about to come from upstream: about as many will go out. */
    void expect(int bytes) {
        expected = INITIAL_BYTES + bytes;
    }

    private Buffer buffer() {
        if (buffer == null) {
            buffer = Buffer.buffer(expected);
        }
        return buffer;
    }

    /** Returns false, having written nothing, for one empty chunk too many before the first content. */
    boolean offer(Json chunk, boolean content) {
        if (!admit(content)) {
            return false;
        }
        Buffer out = buffer().appendBytes(DATA);
        chunk.writeTo(out);
        out.appendBytes(END);
        return true;
    }

    /** Writes a chunk as it came, but for the splices; drops it where {@link #offer(Json, boolean)} would. */
    void offer(byte[] text, int start, int end, Splices splices, boolean content) {
        if (admit(content)) {
            Buffer out = buffer().appendBytes(DATA);
            splices.copy(text, start, end, out);
            out.appendBytes(END);
        }
    }

    /** Writes a chunk that matched, which has content. */
    void offer(byte[] text, ChunkTemplate template) {
        released = true;
        Buffer out = buffer().appendBytes(DATA);
        template.copy(text, out);
        out.appendBytes(END);
    }

    void done() {
        released = true;
        buffer().appendBytes(DONE);
    }

    boolean isReleased() {
        return released;
    }

    void discard() {
        buffer = null;
    }

    @Nullable
    Buffer take() {
        if (!released || buffer == null) {
            return null;
        }
        Buffer taken = buffer;
        buffer = null;
        return taken;
    }

    private boolean admit(boolean content) {
        released |= content;
        return released || buffer == null || buffer.length() < MAX_HELD_BYTES;
    }
}
