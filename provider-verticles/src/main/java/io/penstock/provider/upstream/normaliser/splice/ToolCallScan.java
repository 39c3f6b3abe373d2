package io.penstock.provider.upstream.normaliser.splice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;

/** Whether a tool call of a plain answer is a function's, with all that belongs to it. */
final class ToolCallScan {

    private static final byte[] ID = "id".getBytes(US_ASCII);
    private static final byte[] TYPE = "type".getBytes(US_ASCII);
    private static final byte[] FUNCTION = "function".getBytes(US_ASCII);
    private static final byte[] CUSTOM = "custom".getBytes(US_ASCII);
    private static final byte[] ARGUMENTS = "arguments".getBytes(US_ASCII);
    /** Mistral writes it where it has no id. */
    private static final byte[] NULL_ID = "\"null\"".getBytes(US_ASCII);

    private static final int HAS_ID = 1;
    private static final int HAS_TYPE = 1 << 1;
    private static final int HAS_FUNCTION = 1 << 2;
    private static final int HAS_ARGUMENTS = 1 << 3;
    private static final int ALL = HAS_ID | HAS_TYPE | HAS_FUNCTION | HAS_ARGUMENTS;

    private final JsonCursor cursor;
    private final ContainerScan scan;
    private int seen;

    ToolCallScan(JsonCursor cursor, ContainerScan scan) {
        this.cursor = cursor;
        this.scan = scan;
    }

    /** Consumes one call; false where it needs a change, or may need one. */
    boolean one() {
        if (!scan.enterObject()) {
            return false;
        }
        seen = 0;
        while (scan.nextKey()) {
            if (!member()) {
                return false;
            }
        }
        return seen == ALL;
    }

    private boolean member() {
        if (cursor.keyIs(ID)) {
            return first(HAS_ID) && text() && !cursor.valueEscaped() && !cursor.valueIs(NULL_ID);
        }
        if (cursor.keyIs(TYPE)) {
            return first(HAS_TYPE) && text();
        }
        if (cursor.keyIs(FUNCTION)) {
            return first(HAS_FUNCTION) && function();
        }
        return !cursor.keyIs(CUSTOM) && scan.passOther();
    }

    private boolean function() {
        if (!scan.enterObject()) {
            return false;
        }
        while (scan.nextKey()) {
            boolean taken = cursor.keyIs(ARGUMENTS) ? first(HAS_ARGUMENTS) && text() : scan.passOther();
            if (!taken) {
                return false;
            }
        }
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
}
