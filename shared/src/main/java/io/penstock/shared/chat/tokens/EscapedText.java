package io.penstock.shared.chat.tokens;

/**
 * Decodes the inside of a JSON string, or any JSON text, without making all of it at once: UTF-8 and
 * escapes become characters. The text must be one that JsonCursor has accepted. Owned by its caller.
 */
final class EscapedText {

    private final byte[] bytes;
    private final int end;
    private int position;

    /** @param to exclusive; inside a character or an escape it stands for the end of that */
    EscapedText(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** A text's beginning, of at most this many characters. */
    static String prefix(byte[] bytes, int from, int to, int characters) {
        char[] prefix = new char[Math.min(characters, to - from + 1)];
        return new String(prefix, 0, new EscapedText(bytes, from, to).read(prefix, 0));
    }

    /**
     * Reads on until the text ends or the array might not hold another character, which takes two
     * places at most.
     *
     * @param filled how many places of the array are taken
     * @return how many are now
     */
    int read(char[] into, int filled) {
        int at = filled;
        while (position < end && at <= into.length - 2) {
            byte b = bytes[position];
            if (b == '\\') {
                into[at++] = escape();
            } else if (b >= 0) {
                into[at++] = (char) b;
                position++;
            } else {
                at += Character.toChars(codePoint(b), into, at);
            }
        }
        return at;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** One past the last byte read. */
    int position() {
        return position;
    }

    private char escape() {
        byte letter = bytes[position + 1];
        position += 2;
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> (char) letter;
        };
    }

    private char hex() {
        int c = 0;
        for (int last = position + 4; position < last; position++) {
            c = c << 4 | Character.digit(bytes[position], 16);
        }
        return (char) c;
    }

    private int codePoint(byte lead) {
        int length = (lead & 0xe0) == 0xc0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : 4;
        int codePoint = lead & (0xff >> (length + 1));
        for (int i = 1; i < length; i++) {
            codePoint = codePoint << 6 | bytes[position + i] & 0x3f;
        }
        position += length;
        return codePoint;
    }
}
