package io.penstock.shared.chat.tokens;

import io.penstock.shared.chat.json.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Data inside a request, as a {@code data:} URL (RFC 2397) in a JSON string. Its bytes are not
 * decoded but for the few that tell an image's size.
 */
final class DataUrl {

    private static final String SCHEME = "data:";
    /** Up to the comma: type, parameters and {@code base64}. */
    private static final int LONGEST_HEAD = 256;
    /** Where most images tell their size, and where they do behind the camera's notes and a thumbnail. */
    private static final int[] IMAGE_HEADS = {1024, 96 * 1024};

    private final byte[] body;
    private final Span url;
    private final String head;

    private DataUrl(byte[] body, Span url, String head) {
        this.body = body;
        this.url = url;
        this.head = head;
    }

    /** @param string the inside of a JSON string; gives null where that is no such URL */
    static @Nullable DataUrl at(byte[] body, Span string) {
        String head = EscapedText.prefix(body, string.start(), string.end(), LONGEST_HEAD);
        int comma = head.indexOf(',');
        boolean isData = comma > 0 && head.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return isData ? new DataUrl(body, string, head.substring(0, comma + 1)) : null;
    }

    /** How many bytes base64 of this length stands for, or about that. */
    static long decodedLength(int base64Length) {
        return base64Length / 4L * 3;
    }

    /** Such as {@code image/png}; empty where none is given. */
    String mediaType() {
        int semicolon = head.indexOf(';');
        return head.substring(SCHEME.length(), semicolon < 0 ? head.length() - 1 : semicolon);
    }

    /** In bytes, or about that. */
    long length() {
        return decodedLength(url.length() - head.length());
    }

    /** Null where the data is no image of a known format. */
    @Nullable
    ImageSize imageSize() {
        for (int length : IMAGE_HEADS) {
            ImageSize size = ImageSize.of(beginning(length));
            if (size != null) {
                return size;
            }
        }
        return null;
    }

    private byte[] beginning(int length) {
        int characters = head.length() + length / 3 * 4;
        return base64(EscapedText.prefix(body, url.start(), url.end(), characters), head.length());
    }

    /** Lenient: passes over what is not base64, as it is only looked at. Both alphabets of RFC 4648. */
    private static byte[] base64(String text, int from) {
        byte[] decoded = new byte[(text.length() - from) * 3 / 4];
        int length = 0;
        int bits = 0;
        int pending = 0;
        for (int i = from; i < text.length() && length < decoded.length; i++) {
            int value = base64(text.charAt(i));
            if (value >= 0) {
                pending = pending << 6 | value;
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    decoded[length++] = (byte) (pending >> bits);
                }
            }
        }
        return Arrays.copyOf(decoded, length);
    }

    private static int base64(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }
}
