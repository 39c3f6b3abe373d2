package io.penstock.shared.limit;

/**
 * How much a subject may use. Each is {@link #UNLIMITED} or at least 0, which admits nothing.
 *
 * @param requestsPerMinute in any 60 s
 * @param tokensPerMinute prompt and completion, in any 60 s
 * @param requestsPerDay in any 24 h
 * @param tokensPerDay prompt and completion, in any 24 h
 * @param concurrentRequests at any moment
 */
public record Limits(
        long requestsPerMinute, long tokensPerMinute, long requestsPerDay, long tokensPerDay, long concurrentRequests) {

    public static final long UNLIMITED = -1;

    /** Limits nothing; the base for {@link #with}. */
    public static final Limits NONE = new Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    public Limits {
        requireLimit(requestsPerMinute);
        requireLimit(tokensPerMinute);
        requireLimit(requestsPerDay);
        requireLimit(tokensPerDay);
        requireLimit(concurrentRequests);
    }

    public Limits with(LimitKind kind, long limit) {
        return new Limits(
                kind == LimitKind.REQUESTS_PER_MINUTE ? limit : requestsPerMinute,
                kind == LimitKind.TOKENS_PER_MINUTE ? limit : tokensPerMinute,
                kind == LimitKind.REQUESTS_PER_DAY ? limit : requestsPerDay,
                kind == LimitKind.TOKENS_PER_DAY ? limit : tokensPerDay,
                kind == LimitKind.CONCURRENT_REQUESTS ? limit : concurrentRequests);
    }

    public long of(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE -> requestsPerMinute;
            case TOKENS_PER_MINUTE -> tokensPerMinute;
            case REQUESTS_PER_DAY -> requestsPerDay;
            case TOKENS_PER_DAY -> tokensPerDay;
            case CONCURRENT_REQUESTS -> concurrentRequests;
        };
    }

    public boolean has(LimitKind kind) {
        return of(kind) != UNLIMITED;
    }

    public boolean hasTokens() {
        return has(LimitKind.TOKENS_PER_MINUTE) || has(LimitKind.TOKENS_PER_DAY);
    }

    /** Whether a request that ends has something to say to its counters. */
    public boolean settles() {
        return hasTokens() || has(LimitKind.CONCURRENT_REQUESTS);
    }

    /** True where nothing is limited, so that nothing need be counted. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** What each of so many equal parts may use: rounded down, so that together they use no more than the whole. */
    public Limits share(int parts) {
        Limits share = NONE;
        for (LimitKind kind : LimitKind.values()) {
            share = has(kind) ? share.with(kind, of(kind) / parts) : share;
        }
        return share;
    }

    private static void requireLimit(long limit) {
        if (limit < UNLIMITED) {
            throw new IllegalArgumentException("a limit is at least 0, or UNLIMITED: " + limit);
        }
    }
}
