package io.penstock.shared.chat;

/** A request that breaks the API's rules. Carries no stack trace: it is an answer to a client, not a bug. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /** @param error what the client sees */
    public InvalidRequestException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public ApiError error() {
        return error;
    }
}
