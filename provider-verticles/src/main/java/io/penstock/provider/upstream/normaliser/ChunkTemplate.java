package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.normaliser.splice.Splices;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.MalformedJsonException;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * The last chunk as a pattern for the next: most differ from the one before in their text alone. What stands
 * around the text is compared, and replaced by what the client got for it the last time. So the text is all that
 * is still read.
 */
final class ChunkTemplate {

    /** Some servers put something new into every chunk: after so many in vain the stream has no pattern. */
    private static final int MOST_MISSES = 4;

    private static final byte[] NOTHING = {};

    private final JsonCursor cursor = new JsonCursor(NOTHING);

    private byte[] head = NOTHING;
    private byte[] tail = NOTHING;
    private byte[] newHead = NOTHING;
    private byte[] newTail = NOTHING;
    private int index;
    private int misses;
    private int textStart;
    private int textEnd;

    /** Whether it is worth to learn from a chunk that did not match. */
    boolean isLearning() {
        return misses < MOST_MISSES;
    }

    /**
     * Takes a chunk as the pattern.
     *
     * @param from where its one text begins, behind the quote
     * @param to where the text ends, before the quote
     * @param splices what is changed in it, none of it in the text
     */
    void learn(byte[] chunk, int start, int end, int from, int to, Splices splices, int choice) {
        misses++;
        head = Arrays.copyOfRange(chunk, start, from);
        tail = Arrays.copyOfRange(chunk, to, end);
        newHead = changed(chunk, start, from, splices);
        newTail = changed(chunk, to, end, splices);
        index = choice;
    }

    private static byte[] changed(byte[] chunk, int from, int to, Splices splices) {
        Buffer out = Buffer.buffer(to - from);
        splices.copy(chunk, from, to, out);
        return out.getBytes();
    }

    /** Whether the chunk is the pattern with a text that is not empty. */
    boolean matches(byte[] chunk, int start, int end) {
        textStart = start + head.length;
        textEnd = end - tail.length;
        if (tail.length == 0
                || textEnd <= textStart
                || !Arrays.equals(chunk, start, textStart, head, 0, head.length)
                || !Arrays.equals(chunk, textEnd, end, tail, 0, tail.length)
                || !isOneText(chunk, end)) {
            return false;
        }
        misses = 0;
        return true;
    }

    /** The tail begins with a quote, and another one may stand before it, or a backslash. */
    private boolean isOneText(byte[] chunk, int end) {
        cursor.reset(chunk, textStart - 1, end);
        try {
            cursor.skip();
        } catch (MalformedJsonException e) {
            return false;
        }
        return cursor.position() == textEnd + 1;
    }

    /** Bytes of the text of the chunk that matched. */
    int textBytes() {
        return textEnd - textStart;
    }

    /** Of the pattern's choice. */
    int index() {
        return index;
    }

    /** Appends the chunk that matched as the client gets it. */
    void copy(byte[] chunk, Buffer out) {
        out.appendBytes(newHead);
        out.appendBytes(chunk, textStart, textEnd - textStart);
        out.appendBytes(newTail);
    }
}
