package io.penstock.provider.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonCursor;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a request what Azure does not know: what other providers have signed ({@code reasoning_details}), which
 * is for their makers only, and {@code stream_options} where a version has none and refuses it. All other bytes stay as
 * they are.
 */
final class UnknownMembers {

    private static final byte[] DETAILS = "reasoning_details".getBytes(US_ASCII);
    private static final byte[] STREAM_OPTIONS = "stream_options".getBytes(US_ASCII);
    private static final byte[] MESSAGES = "messages".getBytes(US_ASCII);

    private final byte[] body;
    private final JsonCursor cursor;
    private final ByteArrayOutputStream kept;
    /** Up to here the body is copied, or left out. */
    private int done;

    private UnknownMembers(byte[] body) {
        this.body = body;
        this.cursor = new JsonCursor(body);
        this.kept = new ByteArrayOutputStream(body.length);
    }

    /**
     * @param streamOptions whether there are any that have to go
     * @return a new array, or {@code body} itself where nothing had to go
     */
    static byte[] leaveOut(byte[] body, boolean streamOptions) {
        return streamOptions || mentionsDetails(body) ? new UnknownMembers(body).walk(streamOptions) : body;
    }

    private byte[] walk(boolean streamOptions) {
        members(streamOptions ? STREAM_OPTIONS : null, true);
        leaveOut(body.length, body.length);
        return kept.toByteArray();
    }

    /**
     * Consumes an object.
     *
     * @param unknown the member to leave out, or null for none
     */
    private void members(byte @Nullable [] unknown, boolean ofRequest) {
        cursor.enter();
        int last = cursor.position();
        boolean keptBefore = false;
        boolean cutBefore = false;
        while (cursor.nextKey()) {
            int start = cursor.keyStart() - 1;
            if (unknown != null && cursor.keyIs(unknown)) {
                cursor.skip();
                leaveOut(last, cursor.position());
                cutBefore = true;
            } else {
                if (cutBefore && !keptBefore) {
                    // The comma between the two.
                    leaveOut(last, start);
                }
                keptBefore = true;
                value(ofRequest && cursor.keyIs(MESSAGES));
            }
            last = cursor.position();
        }
    }

    private void value(boolean messages) {
        if (!messages || cursor.kind() != JsonCursor.Kind.ARRAY) {
            cursor.skip();
            return;
        }
        cursor.enter();
        while (cursor.nextElement()) {
            if (cursor.kind() == JsonCursor.Kind.OBJECT) {
                members(DETAILS, false);
            } else {
                cursor.skip();
            }
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
