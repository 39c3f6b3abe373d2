package io.penstock.bench.report;

import java.util.Optional;

/**
 * A bound that Penstock set itself.
 *
 * @param value empty where it was not measured this time
 */
public record Target(String what, boolean atLeast, double bound, String unit, Optional<Double> value) {

    public static Target atLeast(String what, double bound, String unit, Optional<Double> value) {
        return new Target(what, true, bound, unit, value);
    }

    public static Target atMost(String what, double bound, String unit, Optional<Double> value) {
        return new Target(what, false, bound, unit, value);
    }

    public boolean isMet() {
        return value.filter(given -> atLeast ? given >= bound : given <= bound).isPresent();
    }

    public String allowed() {
        return (atLeast ? "≥ " : "≤ ") + Figures.of(bound) + unit;
    }

    public String measured() {
        return value.map(given -> Figures.of(given) + unit).orElse("–");
    }

    public String verdict() {
        return value.isEmpty() ? "not measured" : isMet() ? "met" : "missed";
    }
}
