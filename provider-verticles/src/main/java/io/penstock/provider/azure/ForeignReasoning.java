package io.penstock.provider.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonCursor;
import java.io.ByteArrayOutputStream;

/**
 * Takes out of a conversation what other providers have signed ({@code reasoning_details}): it is for their makers
 * only, and Azure makes none. All other bytes stay as they are.
 */
final class ForeignReasoning {

    private static final byte[] DETAILS = "reasoning_details".getBytes(US_ASCII);
    private static final byte[] MESSAGES = "messages".getBytes(US_ASCII);

    private final byte[] body;
    private final JsonCursor cursor;
    private final ByteArrayOutputStream kept;
    /** Up to here the body is copied, or left out. */
    private int done;

    private ForeignReasoning(byte[] body) {
        this.body = body;
        this.cursor = new JsonCursor(body);
        this.kept = new ByteArrayOutputStream(body.length);
    }

    /** @return a new array, or {@code body} itself where nothing had to go */
    static byte[] leaveOut(byte[] body) {
        return mentionsDetails(body) ? new ForeignReasoning(body).walk() : body;
    }

    private byte[] walk() {
        cursor.enter();
        while (cursor.nextKey()) {
            if (cursor.keyIs(MESSAGES) && cursor.kind() == JsonCursor.Kind.ARRAY) {
                cursor.enter();
                while (cursor.nextElement()) {
                    message();
                }
            } else {
                cursor.skip();
            }
        }
        leaveOut(body.length, body.length);
        return kept.toByteArray();
    }

    private void message() {
        if (cursor.kind() != JsonCursor.Kind.OBJECT) {
            cursor.skip();
            return;
        }
        cursor.enter();
        int last = cursor.position();
        boolean keptBefore = false;
        boolean cutBefore = false;
        while (cursor.nextKey()) {
            int start = cursor.keyStart() - 1;
            boolean foreign = cursor.keyIs(DETAILS);
            cursor.skip();
            if (foreign) {
                leaveOut(last, cursor.valueEnd());
                cutBefore = true;
            } else {
                if (cutBefore && !keptBefore) {
                    // The comma between the two.
                    leaveOut(last, start);
                }
                keptBefore = true;
            }
            last = cursor.valueEnd();
        }
    }

    private void leaveOut(int from, int to) {
        kept.write(body, done, from - done);
        done = to;
    }

    private static boolean mentionsDetails(byte[] body) {
        for (int i = 0; i + DETAILS.length <= body.length; i++) {
            int same = 0;
            while (same < DETAILS.length && body[i + same] == DETAILS[same]) {
                same++;
            }
            if (same == DETAILS.length) {
                return true;
            }
        }
        return false;
    }
}
