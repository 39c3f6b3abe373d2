package io.penstock.provider.upstream.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, in any of the forms in use: OpenAI's {@code {"error":{…}}}, a bare text,
 * {@code {"message":…}}, FastAPI's {@code detail}, Gemini's array of one, or no JSON at all.
 *
 * @param message null where there is none for a person, as in HTML
 * @param code of the provider's own set; numbers as text
 * @param kind everything that names the kind of error, in lower case, for matching
 * @param status an HTTP status that the body itself gives, or 0
 * @param retryAfterMillis from Gemini's {@code RetryInfo} or from the message, or -1
 */
public record ErrorBody(
        @Nullable String message,
        @Nullable String param,
        @Nullable String code,
        String kind,
        int status,
        long retryAfterMillis) {

    /** A kind of error: credentials that have been had anew by the time of another attempt. */
    public static final String EXPIRED_CREDENTIALS = "expired_credentials";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_JSON_BYTES = 1024 * 1024;
    private static final int MAX_MESSAGE_CHARS = 2000;

    /** @param body of any kind; empty and HTML too */
    public static ErrorBody read(byte[] body) {
        JsonNode root = parse(body);
        if (!root.isContainerNode()) {
            String text = root.isTextual() ? root.asText() : new String(body, StandardCharsets.UTF_8);
            return new ErrorBody(plainText(text), null, null, "", 0, RetryAfter.NONE);
        }
        JsonNode top = root.isArray() ? root.path(0) : root;
        JsonNode error = top.path("error").isContainerNode() ? top.path("error") : top;
        String message = messageIn(error);
        if (message == null && top.path("error").isTextual()) {
            message = top.path("error").asText();
        }
        String code = scalar(error.path("code"));
        return new ErrorBody(
                message == null || message.isBlank() ? null : shortened(message),
                scalar(error.path("param")),
                code,
                kindOf(error, code),
                statusIn(error),
                retryDelay(error.path("details"), message));
    }

    /** An error that a provider tells otherwise than in one of these forms. @param kind as the provider names it */
    public static ErrorBody of(int status, String kind, @Nullable String message) {
        return new ErrorBody(
                message == null || message.isBlank() ? null : shortened(message),
                null,
                kind.isEmpty() ? null : kind,
                kind.toLowerCase(Locale.ROOT),
                status,
                RetryAfter.NONE);
    }

    /** @param millis from now; replaces what the body says */
    public ErrorBody withRetryAfter(long millis) {
        return new ErrorBody(message, param, code, kind, status, millis);
    }

    /** With further words that name the kind of error, such as those of a header. */
    public ErrorBody withKind(String more) {
        return new ErrorBody(
                message, param, code, kind + ' ' + more.toLowerCase(Locale.ROOT), status, retryAfterMillis);
    }

    boolean mentions(String... words) {
        for (String word : words) {
            if (kind.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode parse(byte[] body) {
        try {
            return body.length > MAX_JSON_BYTES ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String plainText(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() || stripped.startsWith("<") || stripped.indexOf('\ufffd') >= 0
                ? null
                : shortened(stripped);
    }

    private static @Nullable String messageIn(JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        if (!node.isContainerNode()) {
            return null;
        }
        if (node.isArray()) {
            List<String> parts = new ArrayList<>();
            for (JsonNode element : node) {
                String part = messageIn(element);
                if (part != null) {
                    parts.add(part);
                }
            }
            return parts.isEmpty() ? null : String.join("; ", parts);
        }
        if (!node.isObject()) {
            return null;
        }
        for (String key : List.of("message", "detail", "msg", "errors", "error_description")) {
            String message = messageIn(node.path(key));
            if (message != null) {
                return key.equals("msg") && node.path("loc").isArray() ? path(node.path("loc")) + message : message;
            }
        }
        return null;
    }

    /** FastAPI's way to the field at fault. */
    private static String path(JsonNode loc) {
        List<String> steps = new ArrayList<>();
        loc.forEach(step -> steps.add(step.asText()));
        return String.join(".", steps) + ": ";
    }

    private static @Nullable String scalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty() ? shortened(node.asText()) : null;
    }

    private static String kindOf(JsonNode error, @Nullable String code) {
        StringBuilder kind = new StringBuilder().append(code).append(' ');
        kind.append(error.path("type").asText())
                .append(' ')
                .append(error.path("status").asText());
        error.path("details")
                .forEach(detail -> kind.append(' ').append(detail.path("reason").asText()));
        return kind.toString().toLowerCase(Locale.ROOT);
    }

    private static int statusIn(JsonNode error) {
        for (String key : List.of("code", "status", "status_code")) {
            int status = error.path(key).asInt(0);
            if (status >= 300 && status <= 599) {
                return status;
            }
        }
        return 0;
    }

    private static long retryDelay(JsonNode details, @Nullable String message) {
        for (JsonNode detail : details) {
            long millis = RetryAfter.ofDuration(detail.path("retryDelay").asText());
            if (millis != RetryAfter.NONE) {
                return millis;
            }
        }
        return RetryAfter.inMessage(message);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_MESSAGE_CHARS ? text : text.substring(0, MAX_MESSAGE_CHARS) + "…";
    }
}
