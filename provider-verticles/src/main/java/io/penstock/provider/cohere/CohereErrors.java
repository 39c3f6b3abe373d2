package io.penstock.provider.cohere;

import io.penstock.provider.upstream.errors.ErrorBody;
import io.vertx.core.MultiMap;

/** Cohere's errors are a status and {@code {"message":…}} (docs.cohere.com/reference/errors): codes are made from these. */
final class CohereErrors {

    /** The request or the answer has a deny-listed token. */
    private static final int DENY_LISTED = 498;

    private CohereErrors() {}

    static ErrorBody read(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        String message = error.message() == null ? "" : error.message();
        if (status == DENY_LISTED) {
            return error.withKind("content_filter");
        }
        if (status == 400 && isTooLong(message)) {
            return coded(error, "messages", "context_length_exceeded");
        }
        return status == 404 && isAboutModel(message) ? coded(error, "model", "model_not_found") : error;
    }

    /** The same words begin the refusal of too large a {@code max_tokens}, which says "the maximum output". */
    private static boolean isTooLong(String message) {
        return message.startsWith("too many tokens") && !message.contains("maximum output");
    }

    /** Other things are not found either, such as a path. */
    private static boolean isAboutModel(String message) {
        return message.startsWith("model ") || message.startsWith("finetuned model ");
    }

    private static ErrorBody coded(ErrorBody error, String param, String code) {
        return new ErrorBody(error.message(), param, code, "", 0, error.retryAfterMillis());
    }
}
