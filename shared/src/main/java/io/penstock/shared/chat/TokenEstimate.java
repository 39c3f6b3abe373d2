package io.penstock.shared.chat;

/**
 * A guess at how many tokens a text has, for reserving limits before a provider has counted and for
 * answers whose provider never counts. About right for English, high for other scripts: a
 * character of three bytes counts most of a token. Never a bill.
 */
public final class TokenEstimate {

    private static final int BYTES_PER_TOKEN = 4;

    private TokenEstimate() {}

    /**
     * A prompt's tokens.
     *
     * @param counted by a tokenizer, or -1 where none has
     * @param utf8Bytes of the messages, for the estimate
     */
    public static long ofPrompt(long counted, long utf8Bytes) {
        return counted >= 0 ? counted : ofBytes(utf8Bytes);
    }

    /** @param utf8Bytes at least 0 */
    public static long ofBytes(long utf8Bytes) {
        return utf8Bytes / BYTES_PER_TOKEN + (utf8Bytes % BYTES_PER_TOKEN == 0 ? 0 : 1);
    }
}
