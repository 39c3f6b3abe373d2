package io.penstock.shared.bus;

/**
 * How long one attempt may take, in milliseconds, each at least 1.
 *
 * @param connect until the provider's connection is there
 * @param firstToken from the request sent to the first content; streams only
 * @param idle between content; streams only, and never while the client is the slow one
 * @param total until the answer is complete
 */
public record Deadlines(long connect, long firstToken, long idle, long total) {

    public Deadlines {
        if (connect < 1 || firstToken < 1 || idle < 1 || total < 1) {
            throw new IllegalArgumentException(
                    "deadlines are at least 1 ms: " + connect + ", " + firstToken + ", " + idle + ", " + total);
        }
    }
}
