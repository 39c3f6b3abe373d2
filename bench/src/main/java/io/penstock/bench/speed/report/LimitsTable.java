package io.penstock.bench.speed.report;

import io.penstock.bench.report.Table;
import io.penstock.bench.speed.measure.Cases;
import io.penstock.bench.speed.measure.Fleet;
import io.penstock.bench.speed.measure.Results;
import io.penstock.bench.wire.Sample;
import java.util.function.ToDoubleFunction;

/** What a limit costs: each way beside the same nodes without one. */
final class LimitsTable {

    private LimitsTable() {}

    static Table of(Results results) {
        Table table = new Table(
                "all clients have one key",
                "requests/s",
                "× no limit",
                "p50, ms",
                "p99, ms",
                "CPU s per 1,000",
                "× no limit");
        for (String contender : results.contenders(Cases.LIMITS)) {
            table.add(
                    contender,
                    spread(results, contender, Sample::requestsPerSecond),
                    beside(results, contender, Sample::requestsPerSecond),
                    spread(results, contender, Sample::latencyP50Millis),
                    spread(results, contender, Sample::latencyP99Millis),
                    spread(results, contender, Sample::cpuPerThousandRequests),
                    beside(results, contender, Sample::cpuPerThousandRequests));
        }
        return table;
    }

    private static String spread(Results results, String contender, ToDoubleFunction<Sample> figure) {
        return Cells.of(results.spread(Cases.LIMITS, contender, figure));
    }

    private static String beside(Results results, String contender, ToDoubleFunction<Sample> figure) {
        return Cells.ratio(results.ratio(Cases.LIMITS, contender, Fleet.unlimited(contender), figure));
    }
}
