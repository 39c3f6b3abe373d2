package io.penstock.shared.chat.error;

import org.jspecify.annotations.Nullable;

/**
 * An error as the client will see it. Made in one place ({@link ApiErrors}), carried over the bus
 * as it is, rendered once by the gateway.
 *
 * @param status HTTP status, 400-599
 * @param type the class of error, such as {@code invalid_request_error}
 * @param message for a person: what happened, which value, what is allowed; never a secret
 * @param param the field at fault, such as {@code messages[2].role}
 * @param code for a program, such as {@code model_not_found}
 * @param retryAfterMillis when to come back, or -1 where nothing is known
 * @param lasting true where the same request would meet the same error, or where Penstock has
 *     already spent its own retries: the client gets {@code x-should-retry: false}
 */
public record ApiError(
        int status,
        String type,
        String message,
        @Nullable String param,
        @Nullable String code,
        long retryAfterMillis,
        boolean lasting) {

    public ApiError {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
        if (retryAfterMillis < -1) {
            throw new IllegalArgumentException("negative retry-after: " + retryAfterMillis);
        }
    }

    public ApiError withRetryAfter(long millis) {
        return new ApiError(status, type, message, param, code, millis, lasting);
    }
}
