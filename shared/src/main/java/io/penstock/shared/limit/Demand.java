package io.penstock.shared.limit;

/**
 * What one admission asks of each of its subjects.
 *
 * @param requests at least 1
 */
public record Demand(long requests) {

    public static final Demand ONE_REQUEST = new Demand(1);

    public Demand {
        if (requests < 1) {
            throw new IllegalArgumentException("a demand is for at least 1 request: " + requests);
        }
    }

    /** How many units of this kind are asked for; at least 1. */
    public long of(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE, REQUESTS_PER_DAY -> requests;
        };
    }
}
