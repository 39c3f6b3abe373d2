package io.penstock.bench.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The same figure of several rounds. */
public record Spread(double median, double min, double max) {

    /** How a figure is written. */
    public interface Format {
        String of(double value);
    }

    /** @param rounds at least one */
    public static <T> Spread of(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return new Spread(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    /** @param sorted at least one value */
    public static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Median, then what lay between which bounds. */
    public String text(Format format) {
        return format.of(median) + " (" + format.of(min) + "–" + format.of(max) + ")";
    }
}
