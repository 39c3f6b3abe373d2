package io.penstock.bench.speed.report;

import io.penstock.bench.report.Figures;
import io.penstock.bench.report.Spread;
import io.penstock.bench.report.Table;
import io.penstock.bench.wire.LoadResult;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A node's first half minute under full load, part by part. */
final class ColdTable {

    private ColdTable() {}

    /** @param rounds at least one, all in the same slots */
    static Table of(List<LoadResult> rounds) {
        Table table = new Table("seconds after the start", "requests/s", "p50, ms", "p99, ms");
        double from = 0;
        for (int slot = 0; slot < rounds.get(0).slots().size(); slot++) {
            double begun = from;
            double until = rounds.get(0).slots().get(slot).until();
            table.add(
                    "%.0f–%.0f".formatted(begun, until),
                    spread(rounds, slot, times -> times.count() / (until - begun)),
                    spread(rounds, slot, times -> times.p50() / 1e6),
                    spread(rounds, slot, times -> times.p99() / 1e6));
            from = until;
        }
        return table;
    }

    private static String spread(List<LoadResult> rounds, int slot, ToDoubleFunction<LoadResult.Times> figure) {
        return Spread.of(
                        rounds,
                        round -> figure.applyAsDouble(round.slots().get(slot).latency()))
                .text(Figures::of);
    }
}
