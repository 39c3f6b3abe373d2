package io.penstock.shared.chat.tokens;

import org.jspecify.annotations.Nullable;

/**
 * An image's size in pixels, as the beginning of its file tells it.
 *
 * @param width at least 1
 * @param height at least 1
 */
record ImageSize(int width, int height) {

    /**
     * Reads PNG, GIF, JPEG and WebP.
     *
     * @param head the file's first bytes, however few
     * @return null where they are of no such format, or end before they tell the size
     */
    static @Nullable ImageSize of(byte[] head) {
        if (has(head, 0, "\u0089PNG\r\n\u001a\n") && has(head, 12, "IHDR")) {
            return known(bigEndian(head, 16, 4), bigEndian(head, 20, 4));
        }
        if (has(head, 0, "GIF87a") || has(head, 0, "GIF89a")) {
            return known(littleEndian(head, 6, 2), littleEndian(head, 8, 2));
        }
        if (has(head, 0, "RIFF") && has(head, 8, "WEBP")) {
            return webP(head);
        }
        return has(head, 0, "\u00ff\u00d8") ? jpeg(head) : null;
    }

    /** RFC 9649: a lossy, a lossless or an extended file. */
    private static @Nullable ImageSize webP(byte[] head) {
        if (has(head, 12, "VP8 ") && has(head, 23, "\u009d\u0001\u002a")) {
            long bits = littleEndian(head, 26, 4);
            return bits < 0 ? null : known(bits & 0x3fff, bits >> 16 & 0x3fff);
        }
        if (has(head, 12, "VP8L") && has(head, 20, "\u002f")) {
            long bits = littleEndian(head, 21, 4);
            return bits < 0 ? null : known((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
        }
        return has(head, 12, "VP8X") ? known(littleEndian(head, 24, 3) + 1, littleEndian(head, 27, 3) + 1) : null;
    }

    /** ITU-T T.81, B.1: segments of a marker and a length, until that of a frame's header. */
    private static @Nullable ImageSize jpeg(byte[] head) {
        int at = 2;
        while (at + 1 < head.length && head[at] == (byte) 0xff) {
            int marker = head[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
            } else if (isFrame(marker)) {
                return known(bigEndian(head, at + 7, 2), bigEndian(head, at + 5, 2));
            } else {
                long length = bigEndian(head, at + 2, 2);
                // Less than its own two bytes has no segment; and no marker that stands alone precedes a frame.
                if (length < 2) {
                    return null;
                }
                at += 2 + (int) length;
            }
        }
        return null;
    }

    /** SOF0 to SOF15, but for the three markers among them that mean tables. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static @Nullable ImageSize known(long width, long height) {
        boolean valid = width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE;
        return valid ? new ImageSize((int) width, (int) height) : null;
    }

    private static boolean has(byte[] head, int at, String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (at + i >= head.length || (head[at + i] & 0xff) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** -1 where the head ends before. */
    private static long bigEndian(byte[] head, int at, int length) {
        if (at + length > head.length) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | head[at + i] & 0xff;
        }
        return value;
    }

    /** -1 where the head ends before. */
    private static long littleEndian(byte[] head, int at, int length) {
        if (at + length > head.length) {
            return -1;
        }
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | head[at + i] & 0xff;
        }
        return value;
    }
}
