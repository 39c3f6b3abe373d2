package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.HttpAnswer;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds an error answer against the form that every one has. */
final class ErrorAssert {

    private final HttpAnswer answer;
    private final JsonObject error;

    private ErrorAssert(HttpAnswer answer, JsonObject error) {
        this.answer = answer;
        this.error = error;
    }

    /** Checks status, type, the four fields and the content type. */
    static ErrorAssert that(HttpAnswer answer, int status, String type) {
        assertEquals(status, answer.status(), answer::toString);
        String contentType = answer.header("content-type");
        assertTrue(contentType != null && contentType.startsWith("application/json"), answer::toString);
        JsonObject error = answer.json().getJsonObject("error");
        assertTrue(error != null, answer::toString);
        assertEquals(
                Set.of("message", "type", "param", "code"), error.fieldNames(), "the four fields, all and no other");
        assertEquals(type, error.getValue("type"), answer::toString);
        assertTrue(error.getValue("message") instanceof String text && !text.isBlank(), answer::toString);
        Object code = error.getValue("code");
        assertTrue(code == null || code instanceof String, "code is a string or null");
        return new ErrorAssert(answer, error);
    }

    ErrorAssert code(@Nullable String code) {
        assertEquals(code, error.getValue("code"), answer::toString);
        return this;
    }

    ErrorAssert param(@Nullable String param) {
        assertEquals(param, error.getValue("param"), answer::toString);
        return this;
    }

    ErrorAssert message(String part) {
        assertTrue(error.getString("message").contains(part), answer::toString);
        return this;
    }

    ErrorAssert messageWithout(String part) {
        assertTrue(!answer.text().contains(part), answer::toString);
        return this;
    }

    /** {@code x-should-retry: false}. */
    ErrorAssert lasting() {
        assertEquals("false", answer.header("x-should-retry"), answer::toString);
        return this;
    }

    ErrorAssert header(String name, String value) {
        assertEquals(value, answer.header(name), answer::toString);
        return this;
    }

    HttpAnswer answer() {
        return answer;
    }
}
