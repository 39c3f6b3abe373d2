package io.penstock.shared.beat;

/**
 * What a gateway node has on a target.
 *
 * @param inFlight attempts now running
 * @param firstTokenMillis recent average time to the first token of a stream, or -1 where none is known
 */
public record TargetLoad(int inFlight, long firstTokenMillis) {}
