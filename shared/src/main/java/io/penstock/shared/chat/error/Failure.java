package io.penstock.shared.chat.error;

/**
 * How one attempt at a provider ended badly.
 *
 * @param error what the client sees if this is the last word
 * @param retry what another attempt could change
 */
public record Failure(ApiError error, Retry retry) {

    /** Where another attempt may go. */
    public enum Retry {
        /** The request itself is at fault, or the client has seen content: no other attempt. */
        NEVER,
        /** This target will go on failing (bad credentials, cooling down): only another one helps. */
        OTHER_TARGET,
        /** A passing failure: another target at once, or this one after a back-off. */
        ANYWHERE
    }

    public static Failure lasting(ApiError error) {
        return new Failure(error, Retry.NEVER);
    }

    public static Failure ofTarget(ApiError error) {
        return new Failure(error, Retry.OTHER_TARGET);
    }

    public static Failure passing(ApiError error) {
        return new Failure(error, Retry.ANYWHERE);
    }
}
