package io.penstock.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A response as a client got it. The body is empty where only the head was read. */
public record HttpAnswer(int status, MultiMap headers, Buffer body) {

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** The body as a JSON object, or a failure that shows what came instead. */
    public JsonObject json() {
        try {
            return new JsonObject(body);
        } catch (RuntimeException e) {
            throw new AssertionError("no JSON object in " + this, e);
        }
    }

    /** The content of the first choice's message. */
    public String content() {
        return choice(0).getJsonObject("message").getString("content");
    }

    public JsonObject choice(int index) {
        try {
            return json().getJsonArray("choices").getJsonObject(index);
        } catch (RuntimeException e) {
            throw new AssertionError("no choice " + index + " in " + this, e);
        }
    }

    @Override
    public String toString() {
        String text = text();
        return "status " + status + ", headers " + headers.entries() + ", body "
                + (text.length() > 2000 ? text.substring(0, 2000) + "… (" + body.length() + " bytes)" : text);
    }
}
