package io.penstock.bench.limits;

import io.penstock.bench.report.Machine;
import io.penstock.bench.report.Spread;
import io.penstock.bench.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the benchmark says, for a terminal and as Markdown. */
final class Report {

    private static final int ONE_DECIMAL_BELOW = 10;

    private static final String READING = """
            Quiet is one client on one node that asks, waits and asks again; loaded is %d of them on every node at
            once. Each figure is the median of %d rounds, in brackets the least and the most. Latency is that of the
            whole decision, with its settlement where there is one, as the caller sees it. A busy key has been used in
            each of the last 60 seconds. Only clients of one hot key or of one model share calls; elsewhere each client
            of a node has a key of its own. CPU is that of all processes together, for 10,000 decisions, and sent is
            what all members write to each other for one. The clients are part of the nodes, and of these figures.
            """;

    private static final String ROOM = """
            Measured with %,d subjects in one member: the heap after collections, with and without them. Backups keep the
            state too, which is not measured. It is sent to each of them at each decision, in an envelope of Hazelcast's.
            """;

    private final Table costs;
    private final Table room;
    private final String machine;
    private final String reading;
    private final String roomReading;
    private final String failed;

    Report(List<Case> cases, Rounds rounds, Rounds.Plan plan, List<Footprint> footprints, int subjects) {
        costs = costs(cases, rounds);
        room = new Table("subject", "heap, bytes", "state, bytes");
        footprints.forEach(footprint -> room.add(
                footprint.name(),
                String.format("%,d", footprint.heapBytes()),
                String.format("%,d", footprint.stateBytes())));
        machine = Machine.describe("%s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.name")))
                + Machine.others(rounds.otherLoad());
        reading = READING.formatted(plan.clients(), plan.rounds());
        roomReading = ROOM.formatted(subjects);
        failed = cases.stream()
                .filter(each -> unanswered(each, rounds) > 0)
                .map(each ->
                        "Of \"%s\", %s members, %,d were not answered in time: they are in the latencies, not among the decisions.\n"
                                .formatted(each.name(), members(each), unanswered(each, rounds)))
                .collect(Collectors.joining());
    }

    String text() {
        return machine + "\n" + costs.text() + failed + "\n" + room.text();
    }

    String markdown() {
        return machine + "\n" + costs.markdown() + "\n" + reading + (failed.isEmpty() ? "" : "\n" + failed) + "\n"
                + room.markdown() + "\n" + roomReading;
    }

    private static long unanswered(Case which, Rounds rounds) {
        return Stream.concat(rounds.quiet(which).stream(), rounds.loaded(which).stream())
                .mapToLong(Phase::failed)
                .sum();
    }

    private static String members(Case which) {
        return which.members() == 0 ? "none" : String.valueOf(which.members());
    }

    private static Table costs(List<Case> cases, Rounds rounds) {
        Table table = new Table(
                "decision",
                "members",
                "quiet p50, µs",
                "quiet p99, µs",
                "loaded, decisions/s",
                "loaded p50, µs",
                "loaded p99, µs",
                "CPU s, quiet",
                "CPU s, loaded",
                "sent bytes, quiet",
                "sent bytes, loaded");
        for (Case each : cases) {
            List<Phase> quiet = rounds.quiet(each);
            List<Phase> loaded = rounds.loaded(each);
            table.add(
                    each.name(),
                    members(each),
                    Spread.of(quiet, Phase::p50Micros).text(Report::whole),
                    Spread.of(quiet, Phase::p99Micros).text(Report::whole),
                    Spread.of(loaded, Phase::perSecond).text(Report::whole),
                    Spread.of(loaded, Phase::p50Micros).text(Report::whole),
                    Spread.of(loaded, Phase::p99Micros).text(Report::whole),
                    seconds(Spread.of(quiet, Phase::cpuSeconds)),
                    seconds(Spread.of(loaded, Phase::cpuSeconds)),
                    String.format("%,.0f", Spread.of(quiet, Phase::sentBytes).median()),
                    String.format("%,.0f", Spread.of(loaded, Phase::sentBytes).median()));
        }
        return table;
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, value < ONE_DECIMAL_BELOW ? "%.1f" : "%,.0f", value);
    }

    private static String seconds(Spread cpu) {
        return String.format(cpu.median() < 0.1 ? "%.3f" : "%.2f", cpu.median());
    }
}
