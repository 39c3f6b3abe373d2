package io.penstock.provider.anthropic.answer;

import io.penstock.provider.anthropic.wire.StreamEvent.ErrorForm;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.Locale;

/** Reads Anthropic's errors (platform.claude.com/docs/en/api/errors). Any thread. */
public final class AnthropicErrors implements ErrorReader {

    private static final int RATE_LIMITED = 429;

    private final Clock clock;

    public AnthropicErrors(Clock clock) {
        this.clock = clock;
    }

    @Override
    public ErrorBody read(int status, MultiMap headers, byte[] body) {
        ErrorBody error = explained(status, ErrorBody.read(body));
        if (status != RATE_LIMITED || error.retryAfterMillis() > 0) {
            return error;
        }
        return error.withRetryAfter(LimitResets.millisUntilNext(headers, clock.instant()));
    }

    /** An error in a stream, or in a document with status 200: it has the type, and no status of its own. */
    static ErrorBody inBand(ErrorForm error) {
        String type = error.type() == null ? "api_error" : error.type();
        int status =
                switch (type) {
                    case "invalid_request_error" -> 400;
                    case "authentication_error" -> 401;
                    case "billing_error" -> 402;
                    case "permission_error" -> 403;
                    case "not_found_error" -> 404;
                    case "request_too_large" -> 413;
                    case "rate_limit_error" -> RATE_LIMITED;
                    case "timeout_error" -> 504;
                    case "overloaded_error" -> 529;
                    default -> 500;
                };
        return explained(status, ErrorBody.of(status, type, error.message()));
    }

    /** Anthropic has no codes: what a client of OpenAI's API would look for in one stands in the message. */
    private static ErrorBody explained(int status, ErrorBody error) {
        String message = error.message() == null ? "" : error.message().toLowerCase(Locale.ROOT);
        if (status == 400 && (message.contains("prompt is too long") || message.contains("exceed context limit"))) {
            return withCode(error, "messages", "context_length_exceeded");
        }
        if (status == 404 && message.startsWith("model:")) {
            return withCode(error, "model", "model_not_found");
        }
        if (status == 400 && message.contains("content filtering policy")) {
            return error.withKind("content_filter");
        }
        // A limit on spending comes as a 400, and is the account's fault.
        return message.contains("api usage limits") ? error.withKind("insufficient_quota") : error;
    }

    private static ErrorBody withCode(ErrorBody error, String param, String code) {
        return new ErrorBody(error.message(), param, code, error.kind(), error.status(), error.retryAfterMillis());
    }
}
