package io.penstock.shared.sse;

import java.util.Arrays;

/** Bytes carried over from one feed to the next. Grows by doubling; a big array is let go once it is emptied. */
final class ByteStore {

    private static final int KEPT_CAPACITY = 64 * 1024;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void append(byte[] from, int start, int end) {
        int more = end - start;
        if (length + more > SseParser.MAX_EVENT_BYTES) {
            throw new SseLimitException();
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(256, 2 * bytes.length), length + more));
        }
        System.arraycopy(from, start, bytes, length, more);
        length += more;
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = NONE;
        }
    }
}
