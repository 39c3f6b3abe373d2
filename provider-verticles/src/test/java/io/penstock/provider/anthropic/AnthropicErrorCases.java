package io.penstock.provider.anthropic;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Anthropic's errors: platform.claude.com/docs/en/api/errors and /rate-limits. */
@NullMarked
final class AnthropicErrorCases {

    private AnthropicErrorCases() {}

    static List<ErrorCase> all() {
        return List.of(
                of(
                        "rate limit with retry-after",
                        Kind.THROTTLED,
                        429,
                        Map.of("content-type", "application/json", "retry-after", "17", "x-should-retry", "true"),
                        error("rate_limit_error", "This request would exceed your organization's rate limit"),
                        ExpectedError.throttled("rate_limit_exceeded", 17_000)),
                of(
                        "overloaded",
                        Kind.OVERLOADED,
                        529,
                        error("overloaded_error", "Overloaded"),
                        ExpectedError.overloaded("provider_overloaded")),
                of(
                        "bad key",
                        Kind.BAD_KEY,
                        401,
                        error("authentication_error", "invalid x-api-key"),
                        ExpectedError.badKey()),
                of(
                        "context too long",
                        Kind.CONTEXT_TOO_LONG,
                        400,
                        error("invalid_request_error", "prompt is too long: 210471 tokens > 200000 maximum"),
                        ExpectedError.ofRequest(400, "context_length_exceeded")),
                of(
                        "context too long for the limit",
                        Kind.CONTEXT_TOO_LONG,
                        400,
                        error(
                                "invalid_request_error",
                                "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000"),
                        ExpectedError.ofRequest(400, "context_length_exceeded")),
                of(
                        "model not found",
                        Kind.MODEL_NOT_FOUND,
                        404,
                        error("not_found_error", "model: claude-nope"),
                        ExpectedError.ofRequest(404, "model_not_found")),
                of(
                        "blocked",
                        Kind.CONTENT_FILTER,
                        400,
                        error("invalid_request_error", "Output blocked by content filtering policy"),
                        ExpectedError.ofRequest(400, "content_filter")),
                of(
                        "too large",
                        Kind.OTHER,
                        413,
                        error("request_too_large", "Request exceeds the maximum size"),
                        ExpectedError.ofRequest(413, null)),
                of(
                        "error of the server",
                        Kind.OTHER,
                        500,
                        error("api_error", "Internal server error"),
                        ExpectedError.failed("provider_error")),
                inBand(
                        "overloaded in the stream",
                        event(error("overloaded_error", "Overloaded")),
                        ExpectedError.overloaded("overloaded_error")),
                inBand(
                        "error of the server in the stream",
                        event(error("api_error", "Internal server error")),
                        ExpectedError.failed("api_error")),
                inBand(
                        "rate limit in the stream",
                        event(error("rate_limit_error", "Number of tokens has exceeded your rate limit")),
                        ExpectedError.throttled("rate_limit_error", 1000)));
    }

    private static String event(String error) {
        return "event: error\ndata: " + error + "\n\n";
    }

    private static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_011CSHoEeqs5C35K2UUqR7Fy\"}";
    }
}
