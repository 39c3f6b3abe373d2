package io.penstock.provider.upstream.normaliser.splice;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.Arrays;

/**
 * Walks the containers that the slow path would take apart, and splices what becomes of them there
 * even where nothing needs a change: white space before a comma and around an array's elements is
 * lost. Of a key that comes twice the slow path keeps one, and so such a document is not for splices.
 */
final class ContainerScan {

    /** No comma: the member is its object's first. */
    static final int NONE = -1;

    private static final byte[] COMMA = {','};
    private static final int MAX_KEYS = 24;
    /** In the place of a key: an object starts, keys before this are not its own. */
    private static final int OBJECT = -1;

    private final byte[] text;
    private final JsonCursor cursor;
    private final Splices splices;

    private final int[] keyStarts = new int[MAX_KEYS];
    private final int[] keyEnds = new int[MAX_KEYS];
    private int keys;

    private int comma;
    private int memberEnd;

    ContainerScan(byte[] text, JsonCursor cursor, Splices splices) {
        this.text = text;
        this.cursor = cursor;
        this.splices = splices;
    }

    /** Steps into an object, to be walked to its end with {@link #nextKey()}; false where there is none. */
    boolean enterObject() {
        if (cursor.kind() != Kind.OBJECT || keys == MAX_KEYS) {
            return false;
        }
        cursor.enter();
        keyStarts[keys++] = OBJECT;
        return true;
    }

    /** As the cursor's own. */
    boolean nextKey() {
        memberEnd = cursor.position();
        if (!cursor.nextKey()) {
            do {
                keys--;
            } while (keyStarts[keys] != OBJECT);
            return false;
        }
        // No value ends with this byte.
        comma = text[memberEnd - 1] == '{' ? NONE : commaBehind(memberEnd);
        return true;
    }

    /** Where the comma before the last key is, or {@link #NONE}. */
    int comma() {
        return comma;
    }

    /** Once an object has no more keys: the end of its last member, where another one can go. */
    int memberEnd() {
        return memberEnd;
    }

    /** Passes over a member that the slow path leaves alone; false where its object has that key already. */
    boolean passOther() {
        if (cursor.keyEscaped() || keys == MAX_KEYS) {
            return false;
        }
        int start = cursor.keyStart();
        int end = cursor.keyEnd();
        for (int i = keys - 1; keyStarts[i] != OBJECT; i--) {
            if (keyEnds[i] - keyStarts[i] == end - start
                    && Arrays.equals(text, keyStarts[i], keyEnds[i], text, start, end)) {
                return false;
            }
        }
        keyStarts[keys] = start;
        keyEnds[keys++] = end;
        cursor.skip();
        return true;
    }

    /** Steps into an array: true with the cursor before its first element, false past an empty one. */
    boolean enterArray() {
        cursor.enter();
        int inside = cursor.position();
        if (!cursor.nextElement()) {
            return false;
        }
        cut(inside, cursor.position());
        return true;
    }

    /** As the cursor's own, for the second element and those after it. */
    boolean nextElement() {
        int end = cursor.position();
        if (!cursor.nextElement()) {
            cut(end, cursor.position() - 1);
            return false;
        }
        if (cursor.position() - end > COMMA.length) {
            splices.replace(end, cursor.position(), COMMA);
        }
        return true;
    }

    private int commaBehind(int end) {
        int at = end;
        while (text[at] != ',') {
            at++;
        }
        cut(end, at);
        return at;
    }

    private void cut(int start, int end) {
        if (start < end) {
            splices.cut(start, end);
        }
    }
}
