package io.penstock.shared.chat.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A strict, forward-only walk over one JSON text in a byte array (RFC 8259, UTF-8). It builds no
 * tree and allocates nothing until a value is asked for; it exists because the hot path must find
 * a few values and their byte offsets, not read documents.
 *
 * <p>Use: {@link #enter()} a container, loop on {@link #nextKey()} or {@link #nextElement()}, and
 * in the loop consume each value exactly once: {@link #skip()}, {@link #string()}, {@link
 * #number()}, {@link #literal()} or a nested {@link #enter()} loop. After a value was consumed,
 * {@link #valueStart()} and {@link #valueEnd()} give its bytes. Every method throws {@link
 * MalformedJsonException} at the first byte that is not JSON. Not thread-safe.
 */
public final class JsonCursor {

    /** What the next value is, judged by its first byte. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** Deeper nesting than this is refused, so that input cannot exhaust the stack. */
    public static final int MAX_DEPTH = 256;

    private byte[] bytes;
    private int end;
    private int pos;
    private int depth;
    /** True right after a container was entered: its next member has no comma before it. */
    private boolean fresh;

    private int keyStart;
    private int keyEnd;
    private boolean keyEscaped;
    private int valueStart;
    private int valueEnd;
    private boolean valueEscaped;

    public JsonCursor(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** @param end exclusive */
    public JsonCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.pos = start;
        this.end = end;
    }

    /** Starts over with another text, for those who scan many. */
    public void reset(byte[] newBytes, int start, int newEnd) {
        bytes = newBytes;
        pos = start;
        end = newEnd;
        depth = 0;
        fresh = false;
    }

    /** The kind of the value at the cursor, which stays before it. */
    public Kind kind() {
        skipWhitespace();
        return switch (current()) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw malformed("expected a value");
        };
    }

    /** Steps into the object or array at the cursor. */
    public void enter() {
        skipWhitespace();
        byte open = current();
        if (open != '{' && open != '[') {
            throw malformed("expected an object or an array");
        }
        if (++depth > MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
        pos++;
        fresh = true;
    }

    /** In an object: true with the cursor before the next member's value; false once past the closing brace. */
    public boolean nextKey() {
        if (!nextMember((byte) '}')) {
            return false;
        }
        if (current() != '"') {
            throw malformed("expected a key");
        }
        keyStart = pos + 1;
        keyEscaped = scanString();
        keyEnd = pos - 1;
        skipWhitespace();
        if (current() != ':') {
            throw malformed("expected ':'");
        }
        pos++;
        skipWhitespace();
        return true;
    }

    /** In an array: true with the cursor before the next element; false once past the closing bracket. */
    public boolean nextElement() {
        return nextMember((byte) ']');
    }

    private boolean nextMember(byte close) {
        skipWhitespace();
        byte b = current();
        if (b == close) {
            pos++;
            depth--;
            fresh = false;
            return false;
        }
        if (!fresh) {
            if (b != ',') {
                throw malformed("expected ',' or '" + (char) close + "'");
            }
            pos++;
            skipWhitespace();
            if (current() == close) {
                throw malformed("expected a member after ','");
            }
        }
        fresh = false;
        return true;
    }

    /** The last key, unescaped. Allocates. */
    public String key() {
        return text(keyStart, keyEnd, keyEscaped);
    }

    /** Whether the last key is this name, in whatever escapes it was written. */
    public boolean keyIs(byte[] name) {
        if (keyEscaped) {
            return key().equals(new String(name, StandardCharsets.UTF_8));
        }
        return keyEnd - keyStart == name.length && Arrays.equals(bytes, keyStart, keyEnd, name, 0, name.length);
    }

    /** Whether the last key has escapes, so that its bytes are not its text. */
    public boolean keyEscaped() {
        return keyEscaped;
    }

    /** First byte of the last key's text, behind its quote. */
    public int keyStart() {
        return keyStart;
    }

    /** One past the last byte of the last key's text. */
    public int keyEnd() {
        return keyEnd;
    }

    /** Passes over one value of any kind, checking it. */
    @CanIgnoreReturnValue
    public Kind skip() {
        Kind kind = kind();
        int start = pos;
        switch (kind) {
            case OBJECT -> {
                enter();
                while (nextKey()) {
                    skip();
                }
            }
            case ARRAY -> {
                enter();
                while (nextElement()) {
                    skip();
                }
            }
            case STRING -> valueEscaped = scanString();
            case NUMBER -> scanNumber();
            case BOOLEAN, NULL -> scanLiteral();
        }
        consumed(start);
        return kind;
    }

    /** Consumes the string at the cursor and decodes it. Use {@link #skip()} where its bytes are enough. */
    public String string() {
        if (skip() != Kind.STRING) {
            throw malformed("expected a string");
        }
        return text(valueStart + 1, valueEnd - 1, valueEscaped);
    }

    /** Consumes the number at the cursor. */
    public double number() {
        if (skip() != Kind.NUMBER) {
            throw malformed("expected a number");
        }
        return Double.parseDouble(new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.US_ASCII));
    }

    /** Consumes the boolean at the cursor. */
    public boolean bool() {
        if (skip() != Kind.BOOLEAN) {
            throw malformed("expected true or false");
        }
        return bytes[valueStart] == 't';
    }

    /** First byte of the last consumed value, its quote, brace or bracket included. */
    public int valueStart() {
        return valueStart;
    }

    /** One past the last byte of the last consumed value. */
    public int valueEnd() {
        return valueEnd;
    }

    /** Whether the last consumed string has escapes, so that its bytes are not its text. */
    public boolean valueEscaped() {
        return valueEscaped;
    }

    /** Whether the bytes of the last consumed value, quotes included, are exactly these. */
    public boolean valueIs(byte[] raw) {
        return valueEnd - valueStart == raw.length && Arrays.equals(bytes, valueStart, valueEnd, raw, 0, raw.length);
    }

    /** Offset of the next byte to read; before a value, after any white space, its first byte. */
    public int position() {
        return pos;
    }

    /** Checks that nothing but white space follows the text's one value. */
    public void finish() {
        while (pos < end && isWhitespace(bytes[pos])) {
            pos++;
        }
        if (pos != end) {
            throw malformed("unexpected data after the value");
        }
    }

    private void consumed(int start) {
        valueStart = start;
        valueEnd = pos;
        fresh = false;
    }

    /** From the opening quote to past the closing one. Returns whether there are escapes. */
    private boolean scanString() {
        boolean escaped = false;
        int p = pos + 1;
        while (true) {
            p = PlainText.end(bytes, p, end);
            if (p == end) {
                pos = end;
                throw malformed("string without an end");
            }
            byte b = bytes[p];
            if (b == '"') {
                pos = p + 1;
                return escaped;
            }
            if (b == '\\') {
                escaped = true;
                p = scanEscape(p);
            } else if (b < 0) {
                p = scanUtf8(p);
            } else {
                pos = p;
                throw malformed("control character in a string");
            }
        }
    }

    private int scanEscape(int backslash) {
        int p = backslash + 1;
        if (p < end) {
            switch (bytes[p]) {
                case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                    return p + 1;
                }
                case 'u' -> {
                    boolean hex = p + 4 < end;
                    for (int i = 1; hex && i <= 4; i++) {
                        hex = Character.digit(bytes[p + i], 16) >= 0;
                    }
                    if (hex) {
                        return p + 5;
                    }
                }
                default -> {}
            }
        }
        pos = backslash;
        throw malformed("bad escape in a string");
    }

    /** One multi-byte character (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF). */
    private int scanUtf8(int p) {
        int lead = bytes[p] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        boolean valid = length > 0 && p + length <= end;
        for (int i = 1; valid && i < length; i++) {
            valid = (bytes[p + i] & 0xc0) == 0x80;
        }
        if (valid && length > 2) {
            int second = bytes[p + 1] & 0xff;
            valid = switch (lead) {
                case 0xe0 -> second >= 0xa0;
                case 0xed -> second < 0xa0;
                case 0xf0 -> second >= 0x90;
                case 0xf4 -> second < 0x90;
                default -> true;
            };
        }
        if (!valid) {
            pos = p;
            throw malformed("a string that is not UTF-8");
        }
        return p + length;
    }

    private void scanNumber() {
        if (bytes[pos] == '-') {
            pos++;
        }
        if (pos < end && bytes[pos] == '0') {
            pos++;
        } else {
            scanDigits();
        }
        if (pos < end && bytes[pos] == '.') {
            pos++;
            scanDigits();
        }
        if (pos < end && (bytes[pos] | 0x20) == 'e') {
            pos++;
            if (pos < end && (bytes[pos] == '+' || bytes[pos] == '-')) {
                pos++;
            }
            scanDigits();
        }
    }

    private void scanDigits() {
        int start = pos;
        while (pos < end && bytes[pos] >= '0' && bytes[pos] <= '9') {
            pos++;
        }
        if (pos == start) {
            throw malformed("expected a digit");
        }
    }

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private void scanLiteral() {
        byte[] word = bytes[pos] == 't' ? TRUE : bytes[pos] == 'f' ? FALSE : NULL;
        int to = pos + word.length;
        if (to > end || !Arrays.equals(bytes, pos, to, word, 0, word.length)) {
            throw malformed("expected a value");
        }
        pos = to;
    }

    private String text(int from, int to, boolean escaped) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return escaped ? unescape(raw) : raw;
    }

    private static String unescape(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char e = raw.charAt(++i);
            switch (e) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(e);
            }
        }
        return out.toString();
    }

    private byte current() {
        if (pos >= end) {
            throw malformed("unexpected end");
        }
        return bytes[pos];
    }

    private void skipWhitespace() {
        while (pos < end && isWhitespace(bytes[pos])) {
            pos++;
        }
    }

    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private MalformedJsonException malformed(String what) {
        return new MalformedJsonException(what, pos);
    }
}
