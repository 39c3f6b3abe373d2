package io.penstock.gateway.chat;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Values of headers that come from, or go to, somebody else. */
public final class HeaderValues {

    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private HeaderValues() {}

    /** The client's own request id if it is 1 to 128 visible ASCII characters, else a new one. */
    public static String requestId(@Nullable String offered) {
        return offered != null && !offered.isEmpty() && offered.length() <= 128 && isVisibleAscii(offered)
                ? offered
                : newRequestId();
    }

    /** The value with whatever is not visible ASCII or a space made visible as {@code ?}. */
    static String visible(String value) {
        if (isVisibleAscii(value)) {
            return value;
        }
        StringBuilder out = new StringBuilder(value);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c < ' ' || c > '~') {
                out.setCharAt(i, '?');
            }
        }
        return out.toString();
    }

    private static boolean isVisibleAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Unique, not secret. */
    private static String newRequestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[36];
        "req_".getChars(0, 4, id, 0);
        for (int half = 0; half < 2; half++) {
            long bits = random.nextLong();
            for (int i = 0; i < 16; i++, bits >>>= 4) {
                id[4 + half * 16 + i] = DIGITS[(int) (bits & 15)];
            }
        }
        return new String(id);
    }
}
