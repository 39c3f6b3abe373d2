package io.penstock.provider.bedrock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.bedrock.aws.EventStreamFraming;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads AWS's errors: the type is in a header, or in the body's {@code __type}, each perhaps with a namespace; the
 * words are in {@code message} or {@code Message}.
 */
public final class ConverseErrors implements ErrorReader {

    private final Runnable expired;
    private final boolean canRenew;

    /**
     * @param canRenew whether credentials that have expired can be had anew
     * @param expired is run when AWS says that they have
     */
    public ConverseErrors(boolean canRenew, Runnable expired) {
        this.canRenew = canRenew;
        this.expired = expired;
    }

    @Override
    public ErrorBody read(int status, MultiMap headers, byte[] body) {
        JsonNode json = parse(body, 0, body.length);
        String header = headers.get("x-amzn-errortype");
        String type = bare(
                header == null ? json.path("__type").asText(json.path("code").asText()) : header);
        String own = message(json);
        // Not every server that an error can come from is AWS's.
        String message = own == null ? ErrorBody.read(body).message() : own;
        if (isExpired(type, message)) {
            expired.run();
            String kind = canRenew ? ErrorBody.EXPIRED_CREDENTIALS : "invalid_api_key";
            return ErrorBody.of(status, type, message).withKind(kind);
        }
        return body(status, type, message);
    }

    /** An exception or error in a stream. @param event its name, as the framing gives it */
    static ErrorBody inStream(String event, byte[] data, int start, int end) {
        String type = event.substring(event.indexOf(':') + 1);
        return body(statusOf(event, type), type, message(parse(data, start, end)));
    }

    private static ErrorBody body(int status, String type, @Nullable String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (isTooLong(words)) {
            return ErrorBody.of(status, "context_length_exceeded", message);
        }
        ErrorBody error = ErrorBody.of(status, type, signatureLess(type, message));
        return switch (type) {
            // The credentials are good, but not for this model; a key that is not says so in words.
            case "AccessDeniedException" ->
                words.contains("authentication failed") || words.contains("api key")
                        ? error.withKind("invalid_api_key")
                        : error.withKind("model_permission");
            case "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "IncompleteSignatureException",
                    "MissingAuthenticationTokenException",
                    "InvalidClientTokenId" -> error.withKind("invalid_api_key");
            default -> error;
        };
    }

    /** Vendors' words behind a ValidationException. */
    private static boolean isTooLong(String words) {
        return words.contains("input is too long")
                || words.contains("prompt is too long")
                || words.contains("too many input tokens")
                || words.contains("maximum context length")
                || words.contains("exceeds the maximum number of tokens")
                || words.contains("input length and `max_tokens` exceed context limit");
    }

    private static boolean isExpired(String type, @Nullable String message) {
        return type.equals("ExpiredTokenException")
                || type.equals("ExpiredToken")
                || (message != null && message.contains("security token included in the request is expired"));
    }

    /** AWS explains a wrong signature by the whole request, session token included: that is for nobody. */
    private static @Nullable String signatureLess(String type, @Nullable String message) {
        int detail = message == null ? -1 : message.indexOf("The Canonical String");
        return type.contains("Signature") && message != null && detail > 0
                ? message.substring(0, detail).strip()
                : message;
    }

    /** As the API reference gives it for the same exception before a stream. */
    private static int statusOf(String event, String type) {
        if (event.startsWith(EventStreamFraming.ERROR)) {
            return 500;
        }
        return switch (type) {
            case "throttlingException" -> 429;
            case "validationException" -> 400;
            case "serviceUnavailableException" -> 503;
            case "modelTimeoutException" -> 408;
            case "modelStreamErrorException" -> 424;
            default -> 500;
        };
    }

    /** {@code aws.protocols#ValidationException:http://…} is a ValidationException. */
    private static String bare(String type) {
        int colon = type.indexOf(':');
        String first = colon < 0 ? type : type.substring(0, colon);
        return first.substring(first.indexOf('#') + 1).strip();
    }

    private static @Nullable String message(JsonNode json) {
        JsonNode message = json.has("message") ? json.path("message") : json.path("Message");
        return message.isTextual() ? message.textValue() : null;
    }

    private static JsonNode parse(byte[] body, int start, int end) {
        try {
            return WireJson.MAPPER.readTree(body, start, end - start);
        } catch (IOException noJson) {
            return WireJson.MAPPER.missingNode();
        }
    }
}
