package io.penstock.shared.chat.error;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt at a provider ended badly.
 *
 * @param error what the client sees if this is the last word
 * @param retry what another attempt could change
 * @param cause whose doing it is: what the health of targets and keys goes by
 */
public record Failure(ApiError error, Retry retry, Cause cause) {

    /** Where another attempt may go. */
    public enum Retry {
        /** The request itself is at fault, or the client has seen content: no other attempt. */
        NEVER,
        /** This target will go on failing (bad credentials, cooling down): only another one helps. */
        OTHER_TARGET,
        /** A passing failure: another target at once, or this one after a back-off. */
        ANYWHERE
    }

    /** Whose doing a failure is. */
    public enum Cause {
        /** The request's own. */
        REQUEST(null),
        /** The provider does not accept Penstock's key. */
        CREDENTIALS(null),
        /** The provider limits Penstock's key. */
        RATE_LIMIT(null),
        /** The provider cannot be reached, says that it fails, or sends what is no answer. */
        PROVIDER(null),
        CONNECT_DEADLINE("connect"),
        FIRST_TOKEN_DEADLINE("first-token"),
        IDLE_DEADLINE("idle"),
        /** The attempt's own share of time. */
        TOTAL_DEADLINE("total"),
        /** Penstock's own: a lost node, a full queue, a bug. */
        PENSTOCK(null);

        private final @Nullable String deadline;

        Cause(@Nullable String deadline) {
            this.deadline = deadline;
        }

        /** The deadline that passed, as messages and metrics name it; null where it was none. */
        public @Nullable String deadline() {
            return deadline;
        }

        /** Whether it says something of Penstock's key: with another one the same target may answer. */
        public boolean isOfKey() {
            return this == CREDENTIALS || this == RATE_LIMIT;
        }

        /** Whether it says that the target is not well. */
        public boolean isOfTarget() {
            return this == PROVIDER || deadline != null;
        }
    }

    /** The request's own fault. */
    public static Failure lasting(ApiError error) {
        return new Failure(error, Retry.NEVER, Cause.REQUEST);
    }

    /** The provider's, and it will go on. */
    public static Failure ofTarget(ApiError error) {
        return new Failure(error, Retry.OTHER_TARGET, Cause.PROVIDER);
    }

    /** The provider's, and it may pass. */
    public static Failure passing(ApiError error) {
        return new Failure(error, Retry.ANYWHERE, Cause.PROVIDER);
    }

    /** Penstock's own, and it may pass. */
    public static Failure internal(ApiError error) {
        return new Failure(error, Retry.ANYWHERE, Cause.PENSTOCK);
    }

    /** @param cause one with a deadline */
    public static Failure timeout(String provider, Cause cause, long millis) {
        String deadline = cause.deadline();
        if (deadline == null) {
            throw new IllegalArgumentException("no deadline: " + cause);
        }
        return new Failure(ApiErrors.providerTimeout(provider, deadline, millis), Retry.ANYWHERE, cause);
    }

    public Failure with(Retry other) {
        return new Failure(error, other, cause);
    }

    public Failure with(Cause other) {
        return new Failure(error, retry, other);
    }

    public Failure with(ApiError other) {
        return new Failure(other, retry, cause);
    }
}
