package io.penstock.bench.soak;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How the node was.
 *
 * @param seconds since the load began
 * @param heapMiB right after a full collection
 * @param residentMiB right before it
 * @param waits over the bound since the last reading
 * @param longestMillis of them; 0 where there were none
 * @param stalls of the machine or the probes themselves that were longer than the bound
 * @param others fraction of the cores that other programs took since the last reading; empty where it is not known
 */
record Reading(
        double seconds,
        double heapMiB,
        double residentMiB,
        int threads,
        long files,
        int waits,
        double longestMillis,
        int stalls,
        OptionalDouble others) {

    /** The readings of the last two thirds of the time: in the first, a JVM compiles and pools grow. */
    static List<Reading> settled(List<Reading> readings) {
        double first =
                readings.isEmpty() ? 0 : readings.get(readings.size() - 1).seconds() / 3;
        return readings.stream().filter(reading -> reading.seconds() > first).toList();
    }
}
