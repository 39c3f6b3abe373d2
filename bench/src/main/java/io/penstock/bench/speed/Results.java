package io.penstock.bench.speed;

import io.penstock.bench.report.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All samples, by case and contender, in the order in which they were first taken. */
final class Results {

    private final Map<SpeedCase, Map<String, List<Sample>>> samples = new LinkedHashMap<>();

    void add(SpeedCase load, String contender, Sample sample) {
        samples.computeIfAbsent(load, fresh -> new LinkedHashMap<>())
                .computeIfAbsent(contender, fresh -> new ArrayList<>())
                .add(sample);
    }

    Set<SpeedCase> cases() {
        return samples.keySet();
    }

    Set<String> contenders(SpeedCase load) {
        return samples.getOrDefault(load, Map.of()).keySet();
    }

    Optional<Spread> spread(SpeedCase load, String contender, ToDoubleFunction<Sample> figure) {
        List<Sample> rounds = samples.getOrDefault(load, Map.of()).getOrDefault(contender, List.of());
        return rounds.isEmpty() ? Optional.empty() : Optional.of(Spread.of(rounds, figure));
    }

    /**
     * The median of the ratios of each round, since both sides of a round met the same machine.
     *
     * @return empty where one of the two was not measured
     */
    Optional<Double> ratio(SpeedCase load, String contender, String base, ToDoubleFunction<Sample> figure) {
        return compared(load, contender, base, figure, (one, other) -> one / other);
    }

    /** The same, of differences. */
    Optional<Double> added(SpeedCase load, String contender, String base, ToDoubleFunction<Sample> figure) {
        return compared(load, contender, base, figure, (one, other) -> one - other);
    }

    private interface Comparison {
        double of(double one, double other);
    }

    private Optional<Double> compared(
            SpeedCase load, String contender, String base, ToDoubleFunction<Sample> figure, Comparison comparison) {
        Map<String, List<Sample>> all = samples.getOrDefault(load, Map.of());
        List<Sample> ones = all.getOrDefault(contender, List.of());
        List<Sample> others = all.getOrDefault(base, List.of());
        int rounds = Math.min(ones.size(), others.size());
        if (rounds == 0) {
            return Optional.empty();
        }
        double[] values = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            values[i] = comparison.of(figure.applyAsDouble(ones.get(i)), figure.applyAsDouble(others.get(i)));
        }
        Arrays.sort(values);
        return Optional.of(Spread.median(values));
    }
}
