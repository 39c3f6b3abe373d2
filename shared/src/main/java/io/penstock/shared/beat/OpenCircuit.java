package io.penstock.shared.beat;

/**
 * A target that its provider node leaves alone, since it failed or asked for a pause.
 *
 * @param opening differs from one opening to the next; a probe that fails prolongs the same one
 * @param millis from now until the target may be probed; 0 where it may already
 * @param why for people, such as {@code 5 failures in a row}
 */
public record OpenCircuit(long opening, long millis, String why) {}
