package io.penstock.shared.limit;

/**
 * How much a subject may use. Each is {@link #UNLIMITED} or at least 0, which admits nothing.
 *
 * @param requestsPerMinute in any 60 s
 * @param requestsPerDay in any 24 h
 */
public record Limits(long requestsPerMinute, long requestsPerDay) {

    public static final long UNLIMITED = -1;

    /** Limits nothing; the base for {@code with…}. */
    public static final Limits NONE = new Limits(UNLIMITED, UNLIMITED);

    public Limits {
        requireLimit(requestsPerMinute);
        requireLimit(requestsPerDay);
    }

    public Limits withRequestsPerMinute(long limit) {
        return new Limits(limit, requestsPerDay);
    }

    public Limits withRequestsPerDay(long limit) {
        return new Limits(requestsPerMinute, limit);
    }

    public long of(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE -> requestsPerMinute;
            case REQUESTS_PER_DAY -> requestsPerDay;
        };
    }

    public boolean has(LimitKind kind) {
        return of(kind) != UNLIMITED;
    }

    /** True where nothing is limited, so that nothing need be counted. */
    public boolean isNone() {
        return equals(NONE);
    }

    private static void requireLimit(long limit) {
        if (limit < UNLIMITED) {
            throw new IllegalArgumentException("a limit is at least 0, or UNLIMITED: " + limit);
        }
    }
}
