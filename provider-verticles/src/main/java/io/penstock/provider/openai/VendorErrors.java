package io.penstock.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.shared.config.model.ProviderType;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What some vendors say in their errors otherwise than others do. Any thread. */
final class VendorErrors {

    private static final String FILTERED = "content_filter";
    private static final int MAX_RAW_CHARS = 500;

    private VendorErrors() {}

    static ErrorReader of(ProviderType type, Clock clock) {
        return switch (type) {
            case XAI -> VendorErrors::xai;
            case OPENROUTER -> (status, headers, body) -> openRouter(body, clock);
            case TOGETHER -> VendorErrors::together;
            case WORKERS_AI -> VendorErrors::workersAi;
            default -> ErrorReader.COMMON;
        };
    }

    /** A prompt that is against its guidelines gets the status of a key that may not be used. */
    private static ErrorBody xai(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        String words = error.message() == null ? "" : error.message().toLowerCase(Locale.ROOT);
        boolean filtered = words.contains("violates usage guidelines") || words.contains("safety_check");
        return filtered ? error.withKind(FILTERED) : error;
    }

    /** It passes on what the vendor behind it said, and when a limit ends in milliseconds since 1970. */
    private static ErrorBody openRouter(byte[] body, Clock clock) {
        JsonNode metadata = json(body).path("error").path("metadata");
        ErrorBody error = ErrorBody.read(body);
        String raw = metadata.path("raw").asText("");
        if (!raw.isEmpty()) {
            String told = raw.length() > MAX_RAW_CHARS ? raw.substring(0, MAX_RAW_CHARS) + "…" : raw;
            error = withMessage(error, error.message() == null ? told : error.message() + ": " + told);
        }
        if (metadata.has("reasons") || metadata.has("flagged_input")) {
            error = error.withKind(FILTERED);
        }
        long millis = metadata.path("headers").path("X-RateLimit-Reset").asLong(0) - clock.millis();
        return millis > 0 ? error.withRetryAfter(millis) : error;
    }

    /** Seconds, as a number. */
    private static ErrorBody together(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        String reset = headers.get("x-ratelimit-reset");
        if (reset == null || !reset.matches("[0-9]{1,6}(?:\\.[0-9]{1,9})?")) {
            return error;
        }
        long millis = (long) Math.ceil(Double.parseDouble(reset) * 1000);
        return millis > 0 ? error.withRetryAfter(millis) : error;
    }

    /** {@code {"errors":[{"code":3036,"message":"…"}],"success":false}} (developers.cloudflare.com/workers-ai, errors). */
    private static ErrorBody workersAi(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        String code = json(body).path("errors").path(0).path("code").asText("");
        if (code.isEmpty()) {
            return error;
        }
        ErrorBody coded = new ErrorBody(
                error.message(), error.param(), code, error.kind(), error.status(), error.retryAfterMillis());
        return switch (code) {
            case "3036" -> coded.withKind("insufficient_quota");
            case "3023", "3041", "5016", "5018" -> coded.withKind("model_permission");
            case "9109", "10000", "10001" -> coded.withKind("authentication_error");
            default -> coded;
        };
    }

    private static ErrorBody withMessage(ErrorBody error, @Nullable String message) {
        return new ErrorBody(
                message, error.param(), error.code(), error.kind(), error.status(), error.retryAfterMillis());
    }

    private static JsonNode json(byte[] body) {
        try {
            return WireJson.MAPPER.readTree(body);
        } catch (IOException none) {
            return MissingNode.getInstance();
        }
    }
}
