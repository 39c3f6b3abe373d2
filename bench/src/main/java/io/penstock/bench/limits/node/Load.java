package io.penstock.bench.limits.node;

import java.io.Serializable;
import java.util.List;

/**
 * What the clients of one node ask for.
 *
 * @param choices the subjects of one request, and other subjects of another
 * @param tokens each request's estimate, and what it turns out to have used when it is settled
 */
public record Load(List<List<Asked>> choices, Pick pick, long tokens, long settledTokens) implements Serializable {

    /** Which choice a client takes. */
    public enum Pick {
        /** The one of its own number, round and round. */
        OWN,
        /** Any, evenly. */
        RANDOM,
        /** All clients together take each choice once, in order. */
        EACH_ONCE
    }

    public Load {
        choices = List.copyOf(choices);
    }
}
