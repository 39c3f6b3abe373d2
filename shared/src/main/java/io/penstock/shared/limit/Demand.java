package io.penstock.shared.limit;

/**
 * What one request asks of each of its subjects: to be counted once, to run, and so many tokens.
 *
 * @param tokens as estimated, 0 or more; {@link Reservation#settle} says what they were
 */
public record Demand(long tokens) {

    /** For subjects that do not limit tokens. */
    public static final Demand ONE_REQUEST = new Demand(0);

    public Demand {
        if (tokens < 0) {
            throw new IllegalArgumentException("negative tokens: " + tokens);
        }
    }

    /** How many units of this kind are asked for. */
    public long of(LimitKind kind) {
        return kind.countsTokens() ? tokens : 1;
    }
}
