package io.penstock.bench.wire;

import java.util.List;

/**
 * What the load client prints. Times in nanoseconds.
 *
 * @param finished answers to requests that left after the warm-up
 * @param chunks that came after it
 * @param allFinished those of the warm-up too, as {@code allChunks}
 * @param late how often no connection was free for a request of the schedule
 * @param streaming streams that were open at the end
 * @param latency of whole answers
 * @param delay from a chunk's writing to its reading
 * @param slots of the time after the warm-up, as the client was told to tell them apart
 */
public record LoadResult(
        double seconds,
        long finished,
        long errors,
        long chunks,
        long allFinished,
        long allChunks,
        long bytes,
        long late,
        int streaming,
        String firstError,
        Times latency,
        Times delay,
        List<Slot> slots) {

    /** All but the count are 0 where there were none. */
    public record Times(long count, double mean, long p50, long p90, long p99, long p999, long max) {}

    /**
     * The answers that came in a part of the time.
     *
     * @param until seconds from the warm-up's end to its own
     */
    public record Slot(double until, Times latency) {}
}
