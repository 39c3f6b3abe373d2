package io.penstock.shared.chat;

/**
 * A guess at how many tokens a text has, for reserving limits before a provider has counted and for
 * answers whose provider never counts. About right for English, high for other scripts: a
 * character of three bytes counts most of a token. Never a bill.
 */
public final class TokenEstimate {

    private static final int BYTES_PER_TOKEN = 4;

    private TokenEstimate() {}

    /** @param utf8Bytes at least 0 */
    public static long ofBytes(long utf8Bytes) {
        return utf8Bytes / BYTES_PER_TOKEN + (utf8Bytes % BYTES_PER_TOKEN == 0 ? 0 : 1);
    }

    public static long ofText(String text) {
        return ofBytes(utf8Length(text));
    }

    private static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair is two of the pair's four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
