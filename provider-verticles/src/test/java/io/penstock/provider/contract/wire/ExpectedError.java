package io.penstock.provider.contract.wire;

import io.penstock.shared.chat.error.Failure.Cause;
import io.penstock.shared.chat.error.Failure.Retry;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a provider's error: status and code for the client, and what another attempt could change.
 *
 * @param code null where the client reads null
 * @param retryAfterMillis -1 where the provider gives no hint
 */
public record ExpectedError(int status, @Nullable String code, Retry retry, Cause cause, long retryAfterMillis) {

    /** The provider limits Penstock's key. */
    public static ExpectedError throttled(String code, long retryAfterMillis) {
        return new ExpectedError(429, code, Retry.ANYWHERE, Cause.RATE_LIMIT, retryAfterMillis);
    }

    public static ExpectedError overloaded(String code) {
        return new ExpectedError(503, code, Retry.ANYWHERE, Cause.PROVIDER, -1);
    }

    /** Any other failure of the provider's own. */
    public static ExpectedError failed(String code) {
        return new ExpectedError(502, code, Retry.ANYWHERE, Cause.PROVIDER, -1);
    }

    public static ExpectedError badKey() {
        return new ExpectedError(502, "provider_auth", Retry.OTHER_TARGET, Cause.CREDENTIALS, -1);
    }

    /** What the operator has set for this target is at fault: passed on, but only once no other target can help. */
    public static ExpectedError ofTarget(int status, @Nullable String code) {
        return new ExpectedError(status, code, Retry.OTHER_TARGET, Cause.PROVIDER, -1);
    }

    /** The request's own fault, passed on. */
    public static ExpectedError ofRequest(int status, @Nullable String code) {
        return new ExpectedError(status, code, Retry.NEVER, Cause.REQUEST, -1);
    }
}
