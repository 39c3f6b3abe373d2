package io.penstock.gateway.routing;

import io.penstock.shared.config.model.TargetConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** In which order a request tries its route's targets. */
public final class TargetOrder {

    private final RandomGenerator random;
    private final ToIntFunction<String> inFlight;

    /** @param inFlight attempts now running at a provider, over the whole cluster */
    public TargetOrder(RandomGenerator random, ToIntFunction<String> inFlight) {
        this.random = random;
        this.inFlight = inFlight;
    }

    public List<TargetConfig> of(Route route) {
        return switch (route.strategy()) {
            case FAILOVER -> route.targets();
            case WEIGHTED -> weighted(route.targets());
            case LEAST_BUSY, FASTEST -> leastBusy(route.targets());
        };
    }

    /** Each place goes to one of the targets left, with a chance in proportion to its weight; weight 0 comes last. */
    private List<TargetConfig> weighted(List<TargetConfig> targets) {
        List<TargetConfig> left = new ArrayList<>(targets);
        List<TargetConfig> ordered = new ArrayList<>(left.size());
        int total = left.stream().mapToInt(TargetConfig::weight).sum();
        while (total > 0) {
            int drawn = random.nextInt(total);
            int i = 0;
            while (drawn >= left.get(i).weight()) {
                drawn -= left.get(i++).weight();
            }
            TargetConfig next = left.remove(i);
            total -= next.weight();
            ordered.add(next);
        }
        ordered.addAll(left);
        return ordered;
    }

    /** Fewest attempts per unit of weight first, weight 0 last; in the order of the configuration where equal. */
    private List<TargetConfig> leastBusy(List<TargetConfig> targets) {
        return targets.stream().sorted(Comparator.comparingDouble(this::load)).toList();
    }

    private double load(TargetConfig target) {
        return target.weight() == 0
                ? Double.POSITIVE_INFINITY
                : (double) inFlight.applyAsInt(target.provider()) / target.weight();
    }
}
