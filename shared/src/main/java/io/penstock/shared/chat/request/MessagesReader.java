package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;

/**
 * Walks {@code messages} and checks the form of each message. Which roles and which content parts
 * there are is for the provider to judge: the sets grow.
 */
final class MessagesReader {

    private static final byte[] ROLE = "role".getBytes(US_ASCII);
    private static final byte[] CONTENT = "content".getBytes(US_ASCII);
    private static final byte[] TYPE = "type".getBytes(US_ASCII);
    static final String MESSAGES = "a non-empty array of messages";
    private static final String A_ROLE = "a non-empty string such as 'user'";

    private final JsonCursor cursor;
    private final RequestValues values;
    private int message;

    MessagesReader(JsonCursor cursor, RequestValues values) {
        this.cursor = cursor;
        this.values = values;
    }

    /** Consumes the array; gives its bounds. */
    Span read() {
        if (cursor.kind() != Kind.ARRAY) {
            throw values.wrong("messages", MESSAGES);
        }
        int start = cursor.position();
        cursor.enter();
        for (message = 0; cursor.nextElement(); message++) {
            readMessage();
        }
        if (message == 0) {
            throw RequestValues.invalid(
                    "messages", "Invalid 'messages': expected " + MESSAGES + ", but got an empty array.");
        }
        return new Span(start, cursor.position());
    }

    private void readMessage() {
        if (cursor.kind() != Kind.OBJECT) {
            throw values.wrong(path(""), "a message object");
        }
        cursor.enter();
        boolean hasRole = false;
        while (cursor.nextKey()) {
            if (cursor.keyIs(ROLE)) {
                readRole();
                hasRole = true;
            } else if (cursor.keyIs(CONTENT)) {
                readContent();
            } else {
                cursor.skip();
            }
        }
        if (!hasRole) {
            throw RequestValues.missing(path(".role"), A_ROLE);
        }
    }

    private void readRole() {
        if (cursor.kind() != Kind.STRING) {
            throw values.wrong(path(".role"), A_ROLE);
        }
        cursor.skip();
        if (cursor.valueEnd() - cursor.valueStart() == 2) {
            throw values.wrongConsumed(Kind.STRING, path(".role"), A_ROLE);
        }
    }

    private void readContent() {
        switch (cursor.kind()) {
            case STRING, NULL -> cursor.skip();
            case ARRAY -> readParts();
            default -> throw values.wrong(path(".content"), "a string, an array of content parts, or null");
        }
    }

    private void readParts() {
        cursor.enter();
        for (int part = 0; cursor.nextElement(); part++) {
            if (cursor.kind() != Kind.OBJECT) {
                throw values.wrong(path(".content[" + part + "]"), "a content part object");
            }
            cursor.enter();
            boolean hasType = false;
            while (cursor.nextKey()) {
                if (!cursor.keyIs(TYPE)) {
                    cursor.skip();
                    continue;
                }
                if (cursor.kind() != Kind.STRING) {
                    throw values.wrong(path(".content[" + part + "].type"), "a string such as 'text'");
                }
                cursor.skip();
                hasType = true;
            }
            if (!hasType) {
                throw RequestValues.missing(path(".content[" + part + "].type"), "a string such as 'text'");
            }
        }
    }

    private String path(String rest) {
        return "messages[" + message + "]" + rest;
    }
}
