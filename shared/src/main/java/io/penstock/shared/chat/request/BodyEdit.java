package io.penstock.shared.chat.request;

import io.penstock.shared.chat.json.Span;
import java.util.List;

/** One place of a body, and what is to stand there instead. */
public record BodyEdit(Span at, byte[] bytes) {

    /**
     * @param edits in the order of the body, not overlapping
     * @return a new array, or {@code body} itself where there are none
     */
    public static byte[] apply(byte[] body, List<BodyEdit> edits) {
        if (edits.isEmpty()) {
            return body;
        }
        int length = body.length;
        for (BodyEdit edit : edits) {
            length += edit.bytes.length - edit.at.length();
        }
        byte[] result = new byte[length];
        int from = 0;
        int to = 0;
        for (BodyEdit edit : edits) {
            int kept = edit.at.start() - from;
            System.arraycopy(body, from, result, to, kept);
            System.arraycopy(edit.bytes, 0, result, to + kept, edit.bytes.length);
            from = edit.at.end();
            to += kept + edit.bytes.length;
        }
        System.arraycopy(body, from, result, to, body.length - from);
        return result;
    }
}
