package io.penstock.bench.speed.measure;

import io.penstock.bench.report.Spread;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All samples, by case and contender, in the order in which they were first taken. */
public final class Results {

    private final Map<Load, Map<String, List<Sample>>> samples = new LinkedHashMap<>();

    public void add(Load load, String contender, Sample sample) {
        samples.computeIfAbsent(load, fresh -> new LinkedHashMap<>())
                .computeIfAbsent(contender, fresh -> new ArrayList<>())
                .add(sample);
    }

    public Set<Load> cases() {
        return samples.keySet();
    }

    public Set<String> contenders(Load load) {
        return samples.getOrDefault(load, Map.of()).keySet();
    }

    public Optional<Spread> spread(Load load, String contender, ToDoubleFunction<Sample> figure) {
        List<Sample> rounds = samples.getOrDefault(load, Map.of()).getOrDefault(contender, List.of());
        return rounds.isEmpty() ? Optional.empty() : Optional.of(Spread.of(rounds, figure));
    }

    /**
     * The median of the ratios of each round, since both sides of a round met the same machine.
     *
     * @return empty where one of the two was not measured
     */
    public Optional<Double> ratio(Load load, String contender, String base, ToDoubleFunction<Sample> figure) {
        return compared(load, contender, base, figure, (one, other) -> one / other);
    }

    /** The same, of differences. */
    public Optional<Double> added(Load load, String contender, String base, ToDoubleFunction<Sample> figure) {
        return compared(load, contender, base, figure, (one, other) -> one - other);
    }

    private interface Comparison {
        double of(double one, double other);
    }

    private Optional<Double> compared(
            Load load, String contender, String base, ToDoubleFunction<Sample> figure, Comparison comparison) {
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
