package io.penstock.provider.openai.body;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Finds out quickly that a text is not in a body, which may be megabytes long (Horspool's search). */
public final class ByteSearch {

    private ByteSearch() {}

    /** @param ascii at most 127 characters */
    public static boolean contains(byte[] body, String ascii) {
        byte[] text = ascii.getBytes(US_ASCII);
        int last = text.length - 1;
        byte[] skip = new byte[256];
        Arrays.fill(skip, (byte) text.length);
        for (int i = 0; i < last; i++) {
            skip[text[i]] = (byte) (last - i);
        }
        for (int at = last; at < body.length; at += skip[body[at] & 0xff]) {
            if (body[at] == text[last] && Arrays.equals(body, at - last, at, text, 0, last)) {
                return true;
            }
        }
        return false;
    }
}
