package io.penstock.shared.chat.tokens;

import com.knuddels.jtokkit.api.Encoding;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/**
 * Adds up the tokens of one request. The first 1 MiB of its text is tokenised; what text comes after
 * it counts at the ratio seen until then, so that no request costs more than that.
 */
final class TokenTally {

    static final int EXACT_BYTES = 1 << 20;

    private final Encoding encoding;
    private final byte[] body;
    private long fixed;
    private long exactTokens;
    private int exactBytes;
    private long furtherBytes;

    TokenTally(Encoding encoding, byte[] body) {
        this.encoding = encoding;
        this.body = body;
    }

    /** Adds what no text stands for. */
    void add(long tokens) {
        fixed += tokens;
    }

    /**
     * Consumes the value at the cursor: adds a string's text, or the JSON text of an object or array.
     * That is a little more than a provider bills for it: it renders schemas in a terser way.
     */
    void value(JsonCursor cursor) {
        Kind kind = cursor.skip();
        if (kind == Kind.STRING) {
            text(cursor.valueStart() + 1, cursor.valueEnd() - 1);
        } else if (kind == Kind.OBJECT || kind == Kind.ARRAY) {
            text(cursor.valueStart(), cursor.valueEnd());
        }
    }

    /**
     * Adds a text, which is tokenised with its escapes decoded.
     *
     * @param from its first byte in the body
     * @param to exclusive
     */
    void text(int from, int to) {
        int limit = (int) Math.min(to, (long) from + EXACT_BYTES - exactBytes);
        EscapedText text = new EscapedText(body, from, limit);
        TextPieces pieces = new TextPieces(text);
        while (pieces.hasNext()) {
            // Special tokens' names are plain text in a client's words; countTokens would throw at them.
            exactTokens += encoding.countTokensOrdinary(pieces.next());
        }
        exactBytes += text.position() - from;
        furtherBytes += to - text.position();
    }

    long total() {
        return fixed + exactTokens + (furtherBytes == 0 ? 0 : furtherBytes * exactTokens / exactBytes + 1);
    }
}
