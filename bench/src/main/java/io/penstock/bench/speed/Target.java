package io.penstock.bench.speed;

import java.util.Optional;

/**
 * A bound that Penstock set itself.
 *
 * @param value empty where it was not measured this time
 */
record Target(String what, boolean atLeast, double bound, String unit, Optional<Double> value) {

    static Target atLeast(String what, double bound, String unit, Optional<Double> value) {
        return new Target(what, true, bound, unit, value);
    }

    static Target atMost(String what, double bound, String unit, Optional<Double> value) {
        return new Target(what, false, bound, unit, value);
    }

    boolean isMet() {
        return value.filter(given -> atLeast ? given >= bound : given <= bound).isPresent();
    }

    String allowed() {
        return (atLeast ? "≥ " : "≤ ") + Figures.of(bound) + unit;
    }

    String measured() {
        return value.map(given -> Figures.of(given) + unit).orElse("–");
    }

    String verdict() {
        return value.isEmpty() ? "not measured" : isMet() ? "met" : "missed";
    }
}
