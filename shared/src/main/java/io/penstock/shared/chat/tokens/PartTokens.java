package io.penstock.shared.chat.tokens;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;

/**
 * Tallies the parts of a message's content. A part is known by the member that holds its content,
 * wherever its {@code type} stands; of a part with no such member all strings count.
 */
final class PartTokens {

    private final byte[] body;
    private final JsonCursor cursor;
    private final TokenTally tally;
    private final MediaParts media;

    PartTokens(byte[] body, JsonCursor cursor, TokenTally tally) {
        this.body = body;
        this.cursor = cursor;
        this.tally = tally;
        this.media = new MediaParts(body, cursor);
    }

    /** Consumes the part at the cursor, an object. */
    void read() {
        int start = cursor.position();
        boolean known = false;
        cursor.enter();
        while (cursor.nextKey()) {
            known |= readMember(MemberName.of(cursor));
        }
        if (!known) {
            readStrings(new JsonCursor(body, start, cursor.position()));
        }
    }

    private boolean readMember(String name) {
        switch (name) {
            case "text", "refusal" -> tally.value(cursor);
            case "image_url" -> tally.add(media.image());
            case "input_audio" -> tally.add(media.audio());
            case "file" -> tally.add(media.file());
            default -> {
                cursor.skip();
                return false;
            }
        }
        return true;
    }

    private void readStrings(JsonCursor part) {
        switch (part.kind()) {
            case OBJECT -> {
                part.enter();
                while (part.nextKey()) {
                    readStrings(part);
                }
            }
            case ARRAY -> {
                part.enter();
                while (part.nextElement()) {
                    readStrings(part);
                }
            }
            default -> {
                if (part.skip() == Kind.STRING) {
                    readString(new Span(part.valueStart() + 1, part.valueEnd() - 1));
                }
            }
        }
    }

    /** Inline data, such as a video's, is known by its URL; it counts as a file. */
    private void readString(Span string) {
        DataUrl data = DataUrl.at(body, string);
        if (data == null) {
            tally.text(string.start(), string.end());
        } else {
            tally.add(MediaTokens.ofFile(data.length(), data.mediaType()));
        }
    }
}
