package io.penstock.provider.cohere;

import io.penstock.provider.upstream.errors.ErrorBody;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** Cohere's errors are a status and {@code {"message":…}} (docs.cohere.com/reference/errors): codes are made from these. */
final class CohereErrors {

    /** The request or the answer has a deny-listed token. */
    private static final int DENY_LISTED = 498;

    private CohereErrors() {}

    static ErrorBody read(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        if (status == DENY_LISTED) {
            return error.withKind("content_filter");
        }
        return status == 400 && isTooLong(error.message())
                ? new ErrorBody(error.message(), "messages", "context_length_exceeded", "", 0, error.retryAfterMillis())
                : error;
    }

    /** The same words begin the refusal of too large a {@code max_tokens}, which says "the maximum output". */
    private static boolean isTooLong(@Nullable String message) {
        return message != null && message.startsWith("too many tokens") && !message.contains("maximum output");
    }
}
