package io.penstock.bench.speed.report;

import static io.penstock.bench.report.Target.atLeast;
import static io.penstock.bench.report.Target.atMost;

import io.penstock.bench.report.Spread;
import io.penstock.bench.report.Target;
import io.penstock.bench.speed.measure.Cases;
import io.penstock.bench.speed.measure.Fleet;
import io.penstock.bench.speed.measure.Results;
import io.penstock.bench.speed.measure.Starts;
import io.penstock.bench.wire.Sample;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What Penstock is to reach beside nginx, in one run on two cores. */
final class Targets {

    private static final String NGINX = "nginx";
    private static final String DIRECT = "direct";
    private static final String ONE = Fleet.ALL_IN_ONE;
    private static final String TWO = Fleet.TWO_NODES;
    private static final String TIMES = " ×";
    private static final String MILLIS = " ms";
    private static final String MIB = " MiB";
    private static final String SECONDS = " s";

    private Targets() {}

    static List<Target> of(Results results, Optional<Starts> starts) {
        return List.of(
                atLeast(
                        "plain, one node: requests/s beside nginx",
                        0.70,
                        TIMES,
                        plain(results, ONE, Sample::requestsPerSecond)),
                atMost(
                        "plain, one node: CPU per request",
                        1.8,
                        TIMES,
                        plain(results, ONE, Sample::cpuPerThousandRequests)),
                atLeast("plain, two nodes: requests/s", 0.50, TIMES, plain(results, TWO, Sample::requestsPerSecond)),
                atMost(
                        "plain, two nodes: CPU per request",
                        2.6,
                        TIMES,
                        plain(results, TWO, Sample::cpuPerThousandRequests)),
                atMost("500/s, one node: added p50", 0.25, MILLIS, scheduled(results, ONE, Sample::latencyP50Millis)),
                atMost("500/s, one node: added p99", 1, MILLIS, scheduled(results, ONE, Sample::latencyP99Millis)),
                atMost("500/s, two nodes: added p50", 0.5, MILLIS, scheduled(results, TWO, Sample::latencyP50Millis)),
                atMost("500/s, two nodes: added p99", 1.5, MILLIS, scheduled(results, TWO, Sample::latencyP99Millis)),
                atMost(
                        "200 streams, one node: added per chunk, p50",
                        0.12,
                        MILLIS,
                        results.added(Cases.PACED_200, ONE, DIRECT, Sample::delayP50Millis)),
                atMost(
                        "200 streams, one node: chunk p99 beside nginx's",
                        2,
                        TIMES,
                        results.ratio(Cases.PACED_200, ONE, NGINX, Sample::delayP99Millis)),
                atMost("200 streams, one node: CPU per chunk", 1.5, TIMES, chunkCpu(results, ONE)),
                atMost("200 streams, two nodes: CPU per chunk", 2.5, TIMES, chunkCpu(results, TWO)),
                atMost(
                        "2,000 streams, one node: chunk p99",
                        5,
                        MILLIS,
                        results.spread(Cases.PACED_2000, ONE, Sample::delayP99Millis)
                                .map(Spread::median)),
                atLeast(
                        "unpaced, batched: chunks/s beside nginx",
                        0.75,
                        TIMES,
                        results.ratio(Cases.BATCHED, ONE, NGINX, Sample::chunksPerSecond)),
                atLeast(
                        "one hot key, counted by the gateway node: requests/s beside no limit",
                        0.85,
                        TIMES,
                        limited(results, Fleet.TWO_COUNTED_HERE)),
                atLeast(
                        "one hot key, counted by the other node: requests/s",
                        0.75,
                        TIMES,
                        limited(results, Fleet.TWO_COUNTED_THERE)),
                atMost("one node, idle: resident memory", 200, MIB, starts.map(Starts::idleMiB)),
                atMost(
                        "one node, %,d streams: resident memory"
                                .formatted(starts.map(Starts::streams).orElse(Cases.IDLE_STREAMS.connections())),
                        600,
                        MIB,
                        starts.map(Starts::streamsMiB).filter(Double::isFinite)),
                atMost("clustered node, idle: resident memory", 320, MIB, starts.map(Starts::clusteredMiB)),
                atMost("one node: start", 1.5, SECONDS, starts.map(Starts::readySeconds)),
                atMost("one node: p99 of the first 1,000 requests", 50, MILLIS, starts.map(Starts::firstP99Millis)),
                atMost("joining a cluster: start", 3.5, SECONDS, starts.map(Starts::joiningSeconds)));
    }

    private static Optional<Double> plain(Results results, String contender, ToDoubleFunction<Sample> figure) {
        return results.ratio(Cases.PLAIN_256, contender, NGINX, figure);
    }

    private static Optional<Double> limited(Results results, String contender) {
        return results.ratio(Cases.LIMITS, contender, Fleet.unlimited(contender), Sample::requestsPerSecond);
    }

    private static Optional<Double> scheduled(Results results, String contender, ToDoubleFunction<Sample> figure) {
        return results.added(Cases.SCHEDULED, contender, DIRECT, figure);
    }

    private static Optional<Double> chunkCpu(Results results, String contender) {
        return results.ratio(Cases.PACED_200, contender, NGINX, Sample::cpuPerMillionChunks);
    }
}
