package io.penstock.provider.upstream.normaliser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.provider.upstream.normaliser.splice.Splices;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/** Whether a chunk's choices can go out as they came, and what is in them. Reused from chunk to chunk. */
final class ChoiceScan {

    private static final byte[] INDEX = "index".getBytes(US_ASCII);
    private static final byte[] DELTA = "delta".getBytes(US_ASCII);
    private static final byte[] FINISH_REASON = "finish_reason".getBytes(US_ASCII);
    private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
    private static final byte[] TEXT = "text".getBytes(US_ASCII);
    private static final byte[] USAGE = "usage".getBytes(US_ASCII);
    private static final byte[] ROLE = "role".getBytes(US_ASCII);
    private static final byte[] CONTENT = "content".getBytes(US_ASCII);
    private static final byte[] REFUSAL = "refusal".getBytes(US_ASCII);
    private static final byte[] REASONING_CONTENT = "reasoning_content".getBytes(US_ASCII);
    private static final byte[] REASONING = "reasoning".getBytes(US_ASCII);
    private static final byte[] TOOL_CALLS = "tool_calls".getBytes(US_ASCII);
    private static final byte[] FUNCTION = "function".getBytes(US_ASCII);
    private static final byte[] ARGUMENTS = "arguments".getBytes(US_ASCII);

    private static final int MAX_INDEX_DIGITS = 4;

    private final JsonCursor cursor;
    private final Splices splices;
    private byte[] text = {};
    private int seen;
    private int index;
    private long textBytes;
    private int texts;
    private int textStart;
    private int textEnd;
    private int toolIndex;

    ChoiceScan(JsonCursor cursor, Splices splices) {
        this.cursor = cursor;
        this.splices = splices;
    }

    void clear(byte[] newText) {
        text = newText;
        seen = 0;
        index = -1;
        textBytes = 0;
        texts = 0;
        toolIndex = -1;
    }

    int index() {
        return index;
    }

    /** Bytes of content, reasoning, refusal and tool arguments; 0 where there is nothing a client would miss. */
    long textBytes() {
        return textBytes;
    }

    /** Whether all that changes from chunk to chunk is one text, of the message itself. */
    boolean isOneText() {
        return texts == 1 && toolIndex < 0;
    }

    /** Where the last text begins, behind its quote. */
    int textStart() {
        return textStart;
    }

    /** Where it ends, before its quote. */
    int textEnd() {
        return textEnd;
    }

    /** Which tool call the delta goes on with, as upstream counts; -1 for none. */
    int toolIndex() {
        return toolIndex;
    }

    /** Consumes {@code choices}; false unless it holds exactly one choice, unfinished and well formed. */
    boolean only() {
        if (cursor.kind() != Kind.ARRAY) {
            return false;
        }
        cursor.enter();
        return cursor.nextElement() && choice() && !cursor.nextElement();
    }

    private boolean choice() {
        if (cursor.kind() != Kind.OBJECT) {
            return false;
        }
        cursor.enter();
        while (cursor.nextKey()) {
            if (!choiceMember()) {
                return false;
            }
        }
        return (seen & 7) == 7;
    }

    private boolean choiceMember() {
        if (cursor.keyIs(DELTA)) {
            return first(1) && delta();
        }
        if (cursor.keyIs(INDEX)) {
            index = number();
            return first(2) && index >= 0;
        }
        if (cursor.keyIs(FINISH_REASON)) {
            return first(4) && cursor.skip() == Kind.NULL;
        }
        if (cursor.keyIs(MESSAGE) || cursor.keyIs(TEXT) || cursor.keyIs(USAGE)) {
            return false;
        }
        cursor.skip();
        return true;
    }

    private boolean delta() {
        if (cursor.kind() != Kind.OBJECT) {
            return false;
        }
        cursor.enter();
        while (cursor.nextKey()) {
            if (!deltaMember()) {
                return false;
            }
        }
        return true;
    }

    private boolean deltaMember() {
        if (cursor.keyIs(CONTENT)) {
            return first(8) && textOrNull();
        }
        if (cursor.keyIs(ROLE)) {
            Kind kind = cursor.skip();
            return first(128) && (kind == Kind.STRING || kind == Kind.NULL);
        }
        if (cursor.keyIs(REASONING_CONTENT)) {
            return first(16) && textOrNull();
        }
        if (cursor.keyIs(REASONING)) {
            return first(16) && reasoning();
        }
        if (cursor.keyIs(REFUSAL)) {
            return first(32) && textOrNull();
        }
        if (cursor.keyIs(TOOL_CALLS) && cursor.kind() != Kind.NULL) {
            return first(64) && toolArguments();
        }
        return cursor.skip() == Kind.NULL;
    }

    private boolean textOrNull() {
        Kind kind = cursor.skip();
        if (kind == Kind.STRING) {
            texts++;
            textStart = cursor.valueStart() + 1;
            textEnd = cursor.valueEnd() - 1;
            textBytes += textEnd - textStart;
            return true;
        }
        return kind == Kind.NULL;
    }

    /** Clients find visible reasoning under one name, whatever the provider calls it. */
    private boolean reasoning() {
        if (cursor.kind() == Kind.STRING) {
            splices.replace(cursor.keyStart(), cursor.keyEnd(), REASONING_CONTENT);
        }
        return textOrNull();
    }

    /** One piece of the arguments of one call, as OpenAI sends them: {@code [{"index":0,"function":{"arguments":"…"}}]}. */
    private boolean toolArguments() {
        if (cursor.kind() != Kind.ARRAY) {
            return false;
        }
        cursor.enter();
        if (!cursor.nextElement() || cursor.kind() != Kind.OBJECT) {
            return false;
        }
        boolean arguments = false;
        cursor.enter();
        while (cursor.nextKey()) {
            if (cursor.keyIs(INDEX) && toolIndex < 0) {
                toolIndex = number();
            } else if (cursor.keyIs(FUNCTION) && !arguments && onlyArguments()) {
                arguments = true;
            } else {
                return false;
            }
        }
        return arguments && toolIndex >= 0 && !cursor.nextElement();
    }

    private boolean onlyArguments() {
        if (cursor.kind() != Kind.OBJECT) {
            return false;
        }
        cursor.enter();
        if (!cursor.nextKey() || !cursor.keyIs(ARGUMENTS) || cursor.kind() != Kind.STRING) {
            return false;
        }
        long before = textBytes;
        return textOrNull() && textBytes > before && !cursor.nextKey();
    }

    private boolean first(int bit) {
        boolean first = (seen & bit) == 0;
        seen |= bit;
        return first;
    }

    /** Consumes a value; -1 unless it is a small whole number. */
    private int number() {
        if (cursor.skip() != Kind.NUMBER || cursor.valueEnd() - cursor.valueStart() > MAX_INDEX_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = cursor.valueStart(); i < cursor.valueEnd(); i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
