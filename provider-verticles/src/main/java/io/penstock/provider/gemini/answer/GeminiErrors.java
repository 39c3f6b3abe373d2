package io.penstock.provider.gemini.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorBody;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Google's errors: a {@code google.rpc.Status} under {@code error}, alone or in an array of one
 * (cloud.google.com/apis/design/errors; ai.google.dev/gemini-api/docs/troubleshooting). When to ask again is in a {@code
 * RetryInfo}, in the message, or in both.
 */
public final class GeminiErrors {

    /** Durations as Go writes them. */
    private static final Pattern RETRY_IN =
            Pattern.compile("[Rr]etry in (?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,12})?)(ms|s))?");

    private GeminiErrors() {}

    /** @param body of any kind */
    public static ErrorBody read(byte[] body) {
        ErrorBody common = ErrorBody.read(body);
        JsonNode error = error(body);
        String status = error.path("status").asText();
        String words = common.message() == null ? "" : common.message().toLowerCase(Locale.ROOT);
        ErrorBody read = new ErrorBody(
                common.message(),
                common.param(),
                code(common, status, words),
                common.kind() + more(status, words),
                common.status(),
                common.retryAfterMillis());
        long inWords = common.message() == null ? -1 : retryIn(common.message());
        return common.retryAfterMillis() < 0 && inWords > 0 ? read.withRetryAfter(inWords) : read;
    }

    /** Google's own {@code code} is the HTTP status once more: its {@code status} says what is wrong. */
    private static @Nullable String code(ErrorBody common, String status, String words) {
        if (words.contains("exceeds the maximum number of tokens") || words.contains("exceeds the maximum token")) {
            return "context_length_exceeded";
        }
        if (status.equals("NOT_FOUND") && (words.startsWith("models/") || words.contains("model"))) {
            return "model_not_found";
        }
        return status.isEmpty() ? common.code() : status;
    }

    private static String more(String status, String words) {
        // A place or an account that Google does not serve: another target may be served.
        return status.equals("FAILED_PRECONDITION") && (words.contains("billing") || words.contains("location"))
                ? " billing_not_active"
                : "";
    }

    /** Milliseconds, or -1: {@code Please retry in 18h40m2.33s.} */
    private static long retryIn(String message) {
        Matcher matcher = RETRY_IN.matcher(message);
        while (matcher.find()) {
            double rest = part(matcher.group(3)) / ("ms".equals(matcher.group(4)) ? 1000 : 1);
            double seconds = part(matcher.group(1)) * 3600 + part(matcher.group(2)) * 60 + rest;
            if (seconds > 0) {
                return (long) Math.ceil(seconds * 1000);
            }
        }
        return -1;
    }

    private static double part(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    private static JsonNode error(byte[] body) {
        try {
            JsonNode root = WireJson.MAPPER.readTree(body);
            return (root.isArray() ? root.path(0) : root).path("error");
        } catch (IOException noJson) {
            return WireJson.MAPPER.missingNode();
        }
    }
}
