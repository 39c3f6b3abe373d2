package io.penstock.bench.soak;

import io.penstock.bench.report.Figures;
import io.penstock.bench.report.Table;
import io.penstock.bench.report.Target;
import io.penstock.bench.wire.LoadResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the node stayed as it was, and how it did. */
final class SoakReport {

    /** At the mix's 260 requests a second: eleven bytes that each leaves behind. */
    private static final double MOST_PER_HOUR = 10;

    private final List<Reading> readings;
    private final Map<String, LoadResult> loads;

    /** @param loads by their titles */
    SoakReport(List<Reading> readings, Map<String, LoadResult> loads) {
        this.readings = readings;
        this.loads = loads;
    }

    List<Target> targets() {
        List<Reading> settled = Reading.settled(readings);
        double minutes =
                readings.isEmpty() ? 0 : (readings.get(readings.size() - 1).seconds()) * 2 / 3 / 60;
        long waits = settled.stream().mapToLong(Reading::waits).sum();
        long wrong = loads.values().stream().mapToLong(LoadResult::errors).sum();
        return List.of(
                Target.atMost(
                        "heap after a full collection: growth", MOST_PER_HOUR, " MiB/h", Trend.heapPerHour(settled)),
                Target.atMost(
                        "waits over 50 ms for an event loop, a minute",
                        0,
                        "",
                        settled.isEmpty() ? Optional.empty() : Optional.of(waits / minutes)),
                Target.atMost("answers that were not as they should be", 0, "", Optional.of((double) wrong)));
    }

    private Table verdict() {
        Table table = new Table("in the last two thirds of the time", "bound", "measured", "");
        targets().forEach(target -> table.add(target.what(), target.allowed(), target.measured(), target.verdict()));
        return table;
    }

    private Table minutes() {
        Table table = new Table(
                "minute",
                "heap, MiB",
                "RSS, MiB",
                "threads",
                "open files",
                "waits > 50 ms",
                "the longest, ms",
                "the machine's stalls > 50 ms",
                "other programs, % of the cores");
        for (Reading reading : readings) {
            table.add(
                    Figures.of(reading.seconds() / 60),
                    Figures.of(reading.heapMiB()),
                    Figures.of(reading.residentMiB()),
                    String.valueOf(reading.threads()),
                    String.valueOf(reading.files()),
                    String.valueOf(reading.waits()),
                    reading.waits() == 0 ? "" : Figures.of(reading.longestMillis()),
                    String.valueOf(reading.stalls()),
                    reading.others().isEmpty()
                            ? ""
                            : "%.0f".formatted(reading.others().getAsDouble() * 100));
        }
        return table;
    }

    private Table loads() {
        Table table = new Table(
                "load",
                "answers",
                "wrong",
                "the first of them",
                "chunks",
                "p50, ms",
                "p99, ms",
                "chunk p50, ms",
                "chunk p99, ms");
        loads.forEach((title, load) -> table.add(
                title,
                "%,d".formatted(load.finished()),
                String.valueOf(load.errors()),
                load.firstError(),
                load.chunks() == 0 ? "" : "%,d".formatted(load.chunks()),
                Figures.of(load.latency().p50() / 1e6),
                Figures.of(load.latency().p99() / 1e6),
                load.chunks() == 0 ? "" : Figures.of(load.delay().p50() / 1e6),
                load.chunks() == 0 ? "" : Figures.of(load.delay().p99() / 1e6)));
        return table;
    }

    String text() {
        return minutes().text() + "\n" + loads().text() + "\n" + verdict().text();
    }

    String markdown() {
        return verdict().markdown()
                + "\nA wait is a probe's on one of the event loops, whatever the reason, the JVM's own collections"
                + " included, and other programs on its cores; it counts where the machine's stalls alone do not explain it."
                + "\n\n"
                + loads().markdown() + "\n" + minutes().markdown();
    }
}
