package io.penstock.bench.speed.report;

import io.penstock.bench.report.Table;
import io.penstock.bench.report.Target;
import io.penstock.bench.speed.measure.Cases;
import io.penstock.bench.speed.measure.Results;
import io.penstock.bench.speed.measure.Starts;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.Sample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The figures as tables. */
public final class SpeedReport {

    private static final String NGINX = "nginx";
    private static final String DIRECT = "direct";

    private final Results results;
    private final Optional<Starts> starts;

    /** @param starts empty where they were not measured */
    public SpeedReport(Results results, Optional<Starts> starts) {
        this.results = results;
        this.starts = starts;
    }

    /** What was to be reached, and was. */
    private Table targets() {
        Table table = new Table("target", "bound", "measured", "");
        for (Target target : Targets.of(results, starts)) {
            table.add(target.what(), target.allowed(), target.measured(), target.verdict());
        }
        return table;
    }

    /** The tables behind that of the targets, by their titles. */
    private Map<String, Table> tables() {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Load load : results.cases()) {
            tables.put(load.title(), load.equals(Cases.LIMITS) ? LimitsTable.of(results) : of(load));
        }
        starts.ifPresent(measured -> tables.put(Cases.COLD.title(), ColdTable.of(measured.cold())));
        return tables;
    }

    private Table of(Load load) {
        boolean stream = load.isStream();
        Table table = stream
                ? new Table(
                        "",
                        "chunks/s",
                        "× nginx",
                        "× direct",
                        "chunk p50, ms",
                        "chunk p99, ms",
                        "CPU s per million chunks",
                        "× nginx",
                        "RSS, MiB")
                : new Table(
                        "",
                        "requests/s",
                        "× nginx",
                        "× direct",
                        "p50, ms",
                        "p99, ms",
                        "CPU s per 1,000",
                        "× nginx",
                        "RSS, MiB");
        ToDoubleFunction<Sample> speed = stream ? Sample::chunksPerSecond : Sample::requestsPerSecond;
        ToDoubleFunction<Sample> cpu = stream ? Sample::cpuPerMillionChunks : Sample::cpuPerThousandRequests;
        for (String contender : results.contenders(load)) {
            boolean hasProcesses = !contender.equals(DIRECT);
            table.add(
                    contender,
                    Cells.of(results.spread(load, contender, speed)),
                    Cells.ratio(results.ratio(load, contender, NGINX, speed)),
                    Cells.ratio(results.ratio(load, contender, DIRECT, speed)),
                    Cells.of(results.spread(
                            load, contender, stream ? Sample::delayP50Millis : Sample::latencyP50Millis)),
                    Cells.of(results.spread(
                            load, contender, stream ? Sample::delayP99Millis : Sample::latencyP99Millis)),
                    hasProcesses ? Cells.of(results.spread(load, contender, cpu)) : "",
                    hasProcesses ? Cells.ratio(results.ratio(load, contender, NGINX, cpu)) : "",
                    hasProcesses ? Cells.median(results.spread(load, contender, Sample::residentMiB)) : "");
        }
        return table;
    }

    public String text() {
        StringBuilder all = new StringBuilder();
        tables().forEach((title, table) ->
                all.append('\n').append(title).append('\n').append(table.text()));
        return all.append('\n').append(targets().text()).toString();
    }

    public String markdown() {
        StringBuilder all = new StringBuilder(targets().markdown());
        tables().forEach((title, table) ->
                all.append("\n**").append(title).append("**\n\n").append(table.markdown()));
        return all.toString();
    }
}
