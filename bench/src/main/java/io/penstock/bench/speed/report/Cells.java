package io.penstock.bench.speed.report;

import io.penstock.bench.report.Figures;
import io.penstock.bench.report.Spread;
import java.util.Optional;

/** What stands in a table: nothing where nothing was measured. */
final class Cells {

    private Cells() {}

    /** Median, then least and most. */
    static String of(Optional<Spread> spread) {
        return spread.map(each -> each.text(Figures::of)).orElse("");
    }

    static String median(Optional<Spread> spread) {
        return spread.map(each -> Figures.of(each.median())).orElse("");
    }

    static String ratio(Optional<Double> value) {
        return value.map(Figures::of).orElse("");
    }
}
