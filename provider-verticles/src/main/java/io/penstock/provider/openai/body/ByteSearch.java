package io.penstock.provider.openai.body;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Finds out quickly that a text is not in a body, which may be megabytes long (Horspool's search). Any thread. */
public final class ByteSearch {

    private final byte[] text;
    /** How far to go on from where each byte stands, if the text's last byte was looked for there. */
    private final byte[] skip = new byte[256];

    /** @param ascii at most 127 characters */
    public ByteSearch(String ascii) {
        text = ascii.getBytes(US_ASCII);
        int last = text.length - 1;
        Arrays.fill(skip, (byte) text.length);
        for (int i = 0; i < last; i++) {
            skip[text[i]] = (byte) (last - i);
        }
    }

    public boolean isIn(byte[] body) {
        int last = text.length - 1;
        for (int at = last; at < body.length; at += skip[body[at] & 0xff]) {
            if (body[at] == text[last] && Arrays.equals(body, at - last, at, text, 0, last)) {
                return true;
            }
        }
        return false;
    }
}
