package io.penstock.shared.chat.tokens;

import io.penstock.shared.chat.TokenEstimate;

/**
 * Guesses at what audio and files cost, from their length alone. OpenAI counts a user's audio as ten
 * tokens a second (guide "Managing costs" of its Realtime API), and gives a model each page of a PDF as text and as an
 * image (guide "File inputs").
 */
final class MediaTokens {

    private static final int A_SECOND = 10;
    /** 16 bit at 16 kHz, what speech is recorded at. */
    private static final int WAV_BYTES_A_SECOND = 32_000;
    /** 64 kbit/s, what speech is compressed to; music has more. */
    private static final int COMPRESSED_BYTES_A_SECOND = 8_000;

    /** Half of it text, half of it an image. */
    private static final int A_PAGE = 1_500;
    /** Scans have more, text alone has less. */
    private static final int BYTES_A_PAGE = 64 * 1024;
    /** As many as OpenAI has taken in one request. */
    private static final int MOST_PAGES = 100;

    /** A file that the provider has already, under an id: nothing is known of it but that it has a page. */
    static final int UNKNOWN_FILE = A_PAGE;

    private MediaTokens() {}

    /** @param format as the request names it, such as {@code wav}; all but that is taken for compressed */
    static long ofAudio(long bytes, String format) {
        int bytesASecond = format.equals("wav") ? WAV_BYTES_A_SECOND : COMPRESSED_BYTES_A_SECOND;
        return bytes * A_SECOND / bytesASecond + 1;
    }

    /** @param mediaType empty where it is not known; what is not text is taken for pages */
    static long ofFile(long bytes, String mediaType) {
        if (mediaType.startsWith("text/") || mediaType.equals("application/json")) {
            return TokenEstimate.ofBytes(bytes);
        }
        return A_PAGE * Math.min(MOST_PAGES, bytes / BYTES_A_PAGE + 1);
    }
}
