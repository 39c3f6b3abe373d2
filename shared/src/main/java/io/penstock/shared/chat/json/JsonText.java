package io.penstock.shared.chat.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** Text as the inside of a JSON string. Any thread. */
public final class JsonText {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private JsonText() {}

    /**
     * Escaped, in UTF-8, without the quotes. Half of a surrogate pair becomes its escape, so that a
     * character which a provider cut in two is whole again once a client has joined the pieces.
     */
    public static byte[] escape(String text) {
        return hasLoneSurrogate(text) ? escapeSurrogates(text) : ENCODER.quoteAsUTF8(text);
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static byte[] escapeSurrogates(String text) {
        char[] quoted = ENCODER.quoteAsString(text);
        StringBuilder out = new StringBuilder(quoted.length + 16);
        String source = new String(quoted);
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (!Character.isSurrogate(c)) {
                out.append(c);
            } else if (isPair(source, i)) {
                out.append(c).append(source.charAt(++i));
            } else {
                out.append("\\u").append(Integer.toHexString(c));
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }
}
