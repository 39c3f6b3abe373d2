package io.penstock.provider.openai;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's errors: platform.openai.com/docs/guides/error-codes. */
public final class OpenAiErrors {

    private OpenAiErrors() {}

    public static List<ErrorCase> all() {
        return List.of(
                of(
                        "rate limit with retry-after-ms",
                        Kind.THROTTLED,
                        429,
                        Map.of("content-type", "application/json", "retry-after-ms", "1730", "retry-after", "2"),
                        error("Rate limit reached for gpt-5-mini", "requests", null, "rate_limit_exceeded"),
                        ExpectedError.throttled("rate_limit_exceeded", 1730)),
                of(
                        "rate limit with retry-after",
                        Kind.THROTTLED,
                        429,
                        Map.of("content-type", "application/json", "retry-after", "20"),
                        error("Rate limit reached for gpt-5-mini", "tokens", null, "rate_limit_exceeded"),
                        ExpectedError.throttled("rate_limit_exceeded", 20_000)),
                of(
                        "overloaded",
                        Kind.OVERLOADED,
                        503,
                        error("The engine is currently overloaded", "server_error", null, null),
                        ExpectedError.overloaded("provider_overloaded")),
                of(
                        "server error",
                        Kind.OTHER,
                        500,
                        error("The server had an error", "server_error", null, null),
                        ExpectedError.failed("provider_error")),
                of(
                        "bad key",
                        Kind.BAD_KEY,
                        401,
                        error("Incorrect API key provided: sk-…", "invalid_request_error", null, "invalid_api_key"),
                        ExpectedError.badKey()),
                of(
                        "context too long",
                        Kind.CONTEXT_TOO_LONG,
                        400,
                        error(
                                "This model's maximum context length is 8192 tokens",
                                "invalid_request_error",
                                "messages",
                                "context_length_exceeded"),
                        ExpectedError.ofRequest(400, "context_length_exceeded")),
                of(
                        "model not found",
                        Kind.MODEL_NOT_FOUND,
                        404,
                        error("The model `x` does not exist", "invalid_request_error", null, "model_not_found"),
                        ExpectedError.ofRequest(404, "model_not_found")),
                inBand(
                        "server error in the stream",
                        "data: " + error("The server had an error", "server_error", null, "server_error") + "\n\n",
                        ExpectedError.failed("server_error")));
    }

    private static String error(String message, String type, @Nullable String param, @Nullable String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":" + quoted(param)
                + ",\"code\":" + quoted(code) + "}}";
    }

    private static String quoted(@Nullable String word) {
        return word == null ? "null" : "\"" + word + "\"";
    }
}
