package io.penstock.shared.config.model;

/** In which order a model's targets are tried. */
public enum Strategy {
    /** In the order of the file. */
    FAILOVER,
    /** The first by chance in proportion to the weights, the rest as a fallback. */
    WEIGHTED,
    /** The one with the fewest requests in flight per weight first, counted over the whole cluster. */
    LEAST_BUSY,
    /** The one whose first token came soonest of late, with a small share of requests to learn about the others. */
    FASTEST
}
