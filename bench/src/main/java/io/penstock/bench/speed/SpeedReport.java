package io.penstock.bench.speed;

import io.penstock.bench.report.Spread;
import io.penstock.bench.report.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The figures as tables. */
final class SpeedReport {

    private static final String NGINX = "nginx";
    private static final String DIRECT = "direct";

    private final Results results;
    private final Optional<Starts> starts;

    /** @param starts empty where they were not measured */
    SpeedReport(Results results, Optional<Starts> starts) {
        this.results = results;
        this.starts = starts;
    }

    /** What was to be reached, and was. */
    Table targets() {
        Table table = new Table("target", "bound", "measured", "");
        for (Target target : Targets.of(results, starts)) {
            table.add(target.what(), target.allowed(), target.measured(), target.verdict());
        }
        return table;
    }

    List<SpeedCase> cases() {
        return List.copyOf(results.cases());
    }

    Table of(SpeedCase load) {
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
                    text(results.spread(load, contender, speed)),
                    figure(results.ratio(load, contender, NGINX, speed)),
                    figure(results.ratio(load, contender, DIRECT, speed)),
                    text(results.spread(load, contender, stream ? Sample::delayP50Millis : Sample::latencyP50Millis)),
                    text(results.spread(load, contender, stream ? Sample::delayP99Millis : Sample::latencyP99Millis)),
                    hasProcesses ? text(results.spread(load, contender, cpu)) : "",
                    hasProcesses ? figure(results.ratio(load, contender, NGINX, cpu)) : "",
                    hasProcesses
                            ? results.spread(load, contender, Sample::residentMiB)
                                    .map(spread -> Figures.of(spread.median()))
                                    .orElse("")
                            : "");
        }
        return table;
    }

    private static String text(Optional<Spread> spread) {
        return spread.map(each -> each.text(Figures::of)).orElse("");
    }

    private static String figure(Optional<Double> value) {
        return value.map(Figures::of).orElse("");
    }

    String text() {
        StringBuilder all = new StringBuilder();
        for (SpeedCase load : results.cases()) {
            all.append('\n').append(load.title()).append('\n').append(of(load).text());
        }
        return all.append('\n').append(targets().text()).toString();
    }

    String markdown() {
        StringBuilder all = new StringBuilder(targets().markdown());
        for (SpeedCase load : results.cases()) {
            all.append("\n**").append(load.title()).append("**\n\n").append(of(load).markdown());
        }
        return all.toString();
    }
}
