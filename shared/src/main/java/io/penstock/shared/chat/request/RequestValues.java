package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Consumes the values of a request one by one and refuses those that the API does not allow, each
 * with a sentence that says what was expected and what was sent. Text is never quoted back.
 */
final class RequestValues {

    private static final int MAX_QUOTED_NUMBER = 40;

    private final byte[] body;
    private final JsonCursor cursor;

    RequestValues(byte[] body, JsonCursor cursor) {
        this.body = body;
        this.cursor = cursor;
    }

    /** Consumes a null, if that is what stands at the cursor. */
    boolean skipNull() {
        if (cursor.kind() != Kind.NULL) {
            return false;
        }
        cursor.skip();
        return true;
    }

    /** Passes over a value that must be of this kind. */
    void require(Kind kind, String param, String expected) {
        if (cursor.kind() != kind) {
            throw wrong(param, expected);
        }
        cursor.skip();
    }

    boolean bool(String param) {
        if (cursor.kind() != Kind.BOOLEAN) {
            throw wrong(param, "a boolean");
        }
        return cursor.bool();
    }

    void number(String param, int min, int max) {
        String expected = "a number between " + min + " and " + max;
        if (cursor.kind() != Kind.NUMBER) {
            throw wrong(param, expected);
        }
        double value = cursor.number();
        if (!(value >= min && value <= max)) {
            throw wrongConsumed(Kind.NUMBER, param, expected);
        }
    }

    /** An integer by value: {@code 2}, {@code 2.0} and {@code 2e0} are the same. */
    int integer(String param, int min, int max) {
        if (cursor.kind() == Kind.NUMBER) {
            double value = cursor.number();
            if (value >= min && value <= max && value == Math.rint(value)) {
                return (int) value;
            }
            throw wrongConsumed(Kind.NUMBER, param, integerBetween(min, max));
        }
        throw wrong(param, integerBetween(min, max));
    }

    private static String integerBetween(int min, int max) {
        return "an integer between " + min + " and " + max;
    }

    /** What to throw when the value at the cursor, not yet consumed, is not what it should be. */
    ApiException wrong(String param, String expected) {
        return wrongConsumed(cursor.skip(), param, expected);
    }

    /** The same for the value consumed last. */
    ApiException wrongConsumed(Kind kind, String param, String expected) {
        return invalid(param, "Invalid '" + param + "': expected " + expected + ", but got " + sent(kind) + ".");
    }

    /** What to throw when the body, whose first byte the cursor stands at, is no object. */
    ApiException wrongBody() {
        int offset = cursor.position();
        return invalid(
                null,
                "The request body must be a JSON object, but it is " + sent(cursor.skip()) + " at byte " + offset
                        + ".");
    }

    static ApiException twice(String param) {
        return invalid(param, "Invalid '" + param + "': expected it once, but got it twice.");
    }

    static ApiException missing(String param, String expected) {
        return invalid(param, "Missing required parameter '" + param + "': expected " + expected + ".");
    }

    static ApiException invalid(@Nullable String param, String message) {
        return new ApiException(ApiErrors.badRequest(param, message));
    }

    /** The last consumed value, in words. */
    private String sent(Kind kind) {
        int length = cursor.valueEnd() - cursor.valueStart();
        return switch (kind) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> length == 2 ? "an empty string" : "a string";
            case NUMBER -> length > MAX_QUOTED_NUMBER ? "a number of " + length + " characters" : raw();
            case BOOLEAN, NULL -> raw();
        };
    }

    private String raw() {
        return new String(body, cursor.valueStart(), cursor.valueEnd() - cursor.valueStart(), US_ASCII);
    }
}
