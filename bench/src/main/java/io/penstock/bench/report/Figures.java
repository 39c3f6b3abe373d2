package io.penstock.bench.report;

import java.util.Locale;

/** How figures are written. */
public final class Figures {

    private Figures() {}

    /** Three significant digits, or all those before the point. */
    public static String of(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
