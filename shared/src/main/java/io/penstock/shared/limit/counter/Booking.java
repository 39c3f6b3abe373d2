package io.penstock.shared.limit.counter;

/**
 * Demands that were granted, and when: enough to take them back.
 *
 * @param ask its count is of the granted ones
 * @param bookedAt as the counters' clock showed, milliseconds
 */
public record Booking(Ask ask, long bookedAt) {}
