package io.penstock.shared.config.model;

/** In which order a model's targets are tried. */
public enum Strategy {
    /** In the order of the file. */
    FAILOVER,
    /** The first by chance in proportion to the weights, the rest as a fallback. */
    WEIGHTED,
    /** The one with the fewest requests in flight per weight first. */
    LEAST_BUSY
}
