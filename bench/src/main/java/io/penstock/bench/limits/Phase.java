package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Tally;
import io.penstock.bench.limits.node.Usage;

/**
 * One measurement.
 *
 * @param cpuSeconds of all processes of the cluster, for 10,000 decisions
 * @param sentBytes between all members, for one decision
 * @param failed decisions that were not answered in time
 */
record Phase(double p50Micros, double p99Micros, double perSecond, double cpuSeconds, double sentBytes, long failed) {

    private static final double NANOS = 1e9;
    private static final double NANOS_IN_MICRO = 1e3;

    static Phase of(Tally tally, Usage usage) {
        double decisions = tally.granted();
        return new Phase(
                tally.latency().getValueAtPercentile(50) / NANOS_IN_MICRO,
                tally.latency().getValueAtPercentile(99) / NANOS_IN_MICRO,
                decisions * NANOS / tally.nanos(),
                usage.cpuNanos() / NANOS / decisions * 10_000,
                usage.sentBytes() / decisions,
                tally.failed());
    }
}
