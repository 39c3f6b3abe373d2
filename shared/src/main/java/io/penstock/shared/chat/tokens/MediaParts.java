package io.penstock.shared.chat.tokens;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;

/** Reads what is no text in a message's content, and prices it. Each method consumes a value of any kind. */
final class MediaParts {

    private static final int LONGEST_WORD = 16;

    private final byte[] body;
    private final JsonCursor cursor;

    MediaParts(byte[] body, JsonCursor cursor) {
        this.body = body;
        this.cursor = cursor;
    }

    /** The value of {@code image_url}: an object, or the URL alone as some clients send it. */
    long image() {
        Span url = Span.ABSENT;
        String detail = "";
        if (cursor.kind() != Kind.OBJECT) {
            url = string();
        } else {
            cursor.enter();
            while (cursor.nextKey()) {
                switch (MemberName.of(cursor)) {
                    case "url" -> url = string();
                    case "detail" -> detail = word();
                    default -> cursor.skip();
                }
            }
        }
        DataUrl data = url.isPresent() ? DataUrl.at(body, url) : null;
        return ImageTokens.of(data == null ? null : data.imageSize(), detail);
    }

    /** The value of {@code input_audio}. */
    long audio() {
        Span data = Span.ABSENT;
        String format = "";
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
        } else {
            cursor.enter();
            while (cursor.nextKey()) {
                switch (MemberName.of(cursor)) {
                    case "data" -> data = string();
                    case "format" -> format = word();
                    default -> cursor.skip();
                }
            }
        }
        return MediaTokens.ofAudio(DataUrl.decodedLength(data.length()), format);
    }

    /** The value of {@code file}: data, or the id of what the provider has already. */
    long file() {
        Span data = Span.ABSENT;
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
        } else {
            cursor.enter();
            while (cursor.nextKey()) {
                switch (MemberName.of(cursor)) {
                    case "file_data" -> data = string();
                    default -> cursor.skip();
                }
            }
        }
        if (!data.isPresent()) {
            return MediaTokens.UNKNOWN_FILE;
        }
        DataUrl url = DataUrl.at(body, data);
        return url == null
                ? MediaTokens.ofFile(DataUrl.decodedLength(data.length()), "")
                : MediaTokens.ofFile(url.length(), url.mediaType());
    }

    /** The inside of a string; absent where another kind of value stood there. */
    private Span string() {
        return cursor.skip() == Kind.STRING ? new Span(cursor.valueStart() + 1, cursor.valueEnd() - 1) : Span.ABSENT;
    }

    /** The beginning of a string. */
    private String word() {
        Span string = string();
        return string.isPresent() ? EscapedText.prefix(body, string.start(), string.end(), LONGEST_WORD) : "";
    }
}
