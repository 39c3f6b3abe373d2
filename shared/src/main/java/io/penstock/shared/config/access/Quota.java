package io.penstock.shared.config.access;

import io.penstock.shared.config.value.Check;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a key, a model, a key on a model, or of all requests. Each is 0 to 10^15; 0 allows nothing at all, null is no limit.
 *
 * @param requestsPerMinute over any sliding 60 s
 * @param tokensPerMinute prompt and completion together, over any sliding 60 s
 * @param requestsPerDay over a day
 * @param tokensPerDay prompt and completion together, over a day
 * @param concurrentRequests at the same moment
 */
public record Quota(
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Long requestsPerDay,
        @Nullable Long tokensPerDay,
        @Nullable Long concurrentRequests) {

    /** No limit of any kind. */
    public static final Quota NONE = new Quota(null, null, null, null, null);

    /** Far above any use, and far enough below the range of a long that sums cannot overflow. */
    private static final long MAX = 1_000_000_000_000_000L;

    public Quota {
        check("requestsPerMinute", requestsPerMinute);
        check("tokensPerMinute", tokensPerMinute);
        check("requestsPerDay", requestsPerDay);
        check("tokensPerDay", tokensPerDay);
        check("concurrentRequests", concurrentRequests);
    }

    private static void check(String component, @Nullable Long limit) {
        if (limit != null) {
            Check.range(component, limit, 0, MAX);
        }
    }
}
