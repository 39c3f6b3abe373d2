package io.penstock.bench.speed;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The same figure of several rounds. */
record Spread(double median, double min, double max) {

    static Spread of(List<Sample> rounds, ToDoubleFunction<Sample> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Median, then what lay between which bounds. */
    @Override
    public String toString() {
        return figure(median) + " (" + figure(min) + "–" + figure(max) + ")";
    }

    /** Three significant digits, or all those before the point. */
    static String figure(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
