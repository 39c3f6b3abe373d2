package io.penstock.bench.limits.node;

import java.io.Serializable;
import org.HdrHistogram.Histogram;

/**
 * What became of the requests of one node's clients.
 *
 * @param latency of each request, with its settlement, in nanoseconds; of those that failed, too
 * @param failed neither granted nor refused: the counters did not answer in time
 * @param nanos from the first request to the end of the last
 */
public record Tally(Histogram latency, long granted, long refused, long failed, long nanos) implements Serializable {

    /** Both nodes' together; they ran at the same time. */
    public Tally plus(Tally other) {
        Histogram both = latency.copy();
        both.add(other.latency);
        return new Tally(
                both,
                granted + other.granted,
                refused + other.refused,
                failed + other.failed,
                Math.max(nanos, other.nanos));
    }
}
