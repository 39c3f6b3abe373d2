package io.penstock.bench.limits;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The same measurement of several rounds. */
record Spread(double median, double min, double max) {

    private static final int ONE_DECIMAL_BELOW = 10;

    static Spread of(List<Phase> rounds, ToDoubleFunction<Phase> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Median, then what lay between which bounds. */
    @Override
    public String toString() {
        return whole(median) + " (" + whole(min) + "–" + whole(max) + ")";
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, value < ONE_DECIMAL_BELOW ? "%.1f" : "%,.0f", value);
    }
}
