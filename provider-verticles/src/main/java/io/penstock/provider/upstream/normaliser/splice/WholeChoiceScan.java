package io.penstock.provider.upstream.normaliser.splice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.FinishReasons;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/**
 * Whether the choices of a plain answer can go out as they came, but for splices: null members that
 * are missing, an empty list of tool calls that is too much.
 */
final class WholeChoiceScan {

    private static final byte[] INDEX = "index".getBytes(US_ASCII);
    private static final byte[] MESSAGE = "message".getBytes(US_ASCII);
    private static final byte[] LOGPROBS = "logprobs".getBytes(US_ASCII);
    private static final byte[] FINISH_REASON = "finish_reason".getBytes(US_ASCII);
    private static final byte[] ROLE = "role".getBytes(US_ASCII);
    private static final byte[] CONTENT = "content".getBytes(US_ASCII);
    private static final byte[] REFUSAL = "refusal".getBytes(US_ASCII);
    private static final byte[] REASONING_CONTENT = "reasoning_content".getBytes(US_ASCII);
    private static final byte[] REASONING = "reasoning".getBytes(US_ASCII);
    private static final byte[] FUNCTION_CALL = "function_call".getBytes(US_ASCII);
    private static final byte[] TOOL_CALLS = "tool_calls".getBytes(US_ASCII);

    private static final byte[] NO_LOGPROBS = ",\"logprobs\":null".getBytes(US_ASCII);
    private static final byte[] NO_CONTENT = ",\"content\":null".getBytes(US_ASCII);
    private static final byte[] NO_REFUSAL = ",\"refusal\":null".getBytes(US_ASCII);

    private static final byte[] STOP = quoted(FinishReasons.STOP);
    private static final byte[][] REASONS = {
        STOP,
        quoted(FinishReasons.TOOL_CALLS),
        quoted(FinishReasons.LENGTH),
        quoted(FinishReasons.CONTENT_FILTER),
        quoted(FinishReasons.FUNCTION_CALL)
    };

    private static final int HAS_INDEX = 1;
    private static final int HAS_MESSAGE = 1 << 1;
    private static final int HAS_REASON = 1 << 2;
    private static final int NEEDED_IN_CHOICE = HAS_INDEX | HAS_MESSAGE | HAS_REASON;
    private static final int HAS_LOGPROBS = 1 << 3;
    private static final int HAS_ROLE = 1 << 4;
    private static final int HAS_CONTENT = 1 << 5;
    private static final int HAS_REFUSAL = 1 << 6;
    private static final int HAS_REASONING = 1 << 7;
    private static final int HAS_CALLS = 1 << 8;

    private final JsonCursor cursor;
    private final Splices splices;
    private final ContainerScan scan;
    private final ToolCallScan calls;
    private int seen;
    private boolean stopped;
    private boolean called;

    WholeChoiceScan(JsonCursor cursor, Splices splices, ContainerScan scan) {
        this.cursor = cursor;
        this.splices = splices;
        this.scan = scan;
        this.calls = new ToolCallScan(cursor, scan);
    }

    /** Consumes {@code choices}; false unless it holds one or more, all of them well formed. */
    boolean all() {
        if (cursor.kind() != Kind.ARRAY || !scan.enterArray()) {
            return false;
        }
        do {
            if (!choice()) {
                return false;
            }
        } while (scan.nextElement());
        return true;
    }

    private boolean choice() {
        if (!scan.enterObject()) {
            return false;
        }
        seen = 0;
        stopped = false;
        called = false;
        while (scan.nextKey()) {
            if (!choiceMember()) {
                return false;
            }
        }
        addIfAbsent(HAS_LOGPROBS, NO_LOGPROBS);
        return (seen & NEEDED_IN_CHOICE) == NEEDED_IN_CHOICE && !(stopped && called);
    }

    private boolean choiceMember() {
        if (cursor.keyIs(INDEX)) {
            return first(HAS_INDEX) && cursor.skip() == Kind.NUMBER;
        }
        if (cursor.keyIs(MESSAGE)) {
            return first(HAS_MESSAGE) && message();
        }
        if (cursor.keyIs(FINISH_REASON)) {
            return first(HAS_REASON) && reason();
        }
        if (cursor.keyIs(LOGPROBS)) {
            cursor.skip();
            return first(HAS_LOGPROBS);
        }
        return scan.passOther();
    }

    private boolean reason() {
        cursor.skip();
        stopped = cursor.valueIs(STOP);
        for (byte[] reason : REASONS) {
            if (cursor.valueIs(reason)) {
                return true;
            }
        }
        return false;
    }

    private boolean message() {
        if (!scan.enterObject()) {
            return false;
        }
        while (scan.nextKey()) {
            if (!messageMember()) {
                return false;
            }
        }
        addIfAbsent(HAS_CONTENT, NO_CONTENT);
        addIfAbsent(HAS_REFUSAL, NO_REFUSAL);
        return (seen & HAS_ROLE) != 0;
    }

    private boolean messageMember() {
        if (cursor.keyIs(ROLE)) {
            return first(HAS_ROLE) && text();
        }
        if (cursor.keyIs(CONTENT)) {
            return first(HAS_CONTENT) && stringOrNull();
        }
        if (cursor.keyIs(REFUSAL)) {
            return first(HAS_REFUSAL) && stringOrNull();
        }
        if (cursor.keyIs(REASONING_CONTENT)) {
            return first(HAS_REASONING) && stringOrNull();
        }
        if (cursor.keyIs(TOOL_CALLS)) {
            return first(HAS_CALLS) && toolCalls();
        }
        if (cursor.keyIs(REASONING) || cursor.keyIs(FUNCTION_CALL)) {
            return cursor.kind() == Kind.NULL && scan.passOther();
        }
        return scan.passOther();
    }

    private boolean toolCalls() {
        int comma = scan.comma();
        Kind kind = cursor.kind();
        if (kind == Kind.NULL) {
            cursor.skip();
            return leaveOut(comma);
        }
        if (kind != Kind.ARRAY) {
            return false;
        }
        if (!scan.enterArray()) {
            return leaveOut(comma);
        }
        called = true;
        do {
            if (!calls.one()) {
                return false;
            }
        } while (scan.nextElement());
        return true;
    }

    /** Clients find either calls or no list of them. */
    private boolean leaveOut(int comma) {
        if (comma == ContainerScan.NONE) {
            return false;
        }
        splices.cut(comma, cursor.position());
        return true;
    }

    private boolean first(int bit) {
        boolean first = (seen & bit) == 0;
        seen |= bit;
        return first;
    }

    /** A string that is not empty. */
    private boolean text() {
        return cursor.skip() == Kind.STRING && cursor.valueEnd() - cursor.valueStart() > 2;
    }

    private boolean stringOrNull() {
        Kind kind = cursor.skip();
        return kind == Kind.STRING || kind == Kind.NULL;
    }

    private void addIfAbsent(int bit, byte[] member) {
        if ((seen & bit) == 0) {
            splices.replace(scan.memberEnd(), scan.memberEnd(), member);
        }
    }

    private static byte[] quoted(String word) {
        return ('"' + word + '"').getBytes(US_ASCII);
    }
}
