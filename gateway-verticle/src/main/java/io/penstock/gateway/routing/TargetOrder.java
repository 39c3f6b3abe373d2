package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.gateway.routing.targets.TargetStats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** In which order a request tries its route's targets, by the route's strategy. Thread-safe if its generator is. */
public final class TargetOrder {

    /** Share of requests under {@link io.penstock.shared.config.model.Strategy#FASTEST} that try another target. */
    private static final double EXPLORING = 0.05;

    private final RandomGenerator random;
    private final TargetStats stats;

    public TargetOrder(RandomGenerator random, TargetStats stats) {
        this.random = random;
        this.stats = stats;
    }

    /**
     * @param targets those of the route that the request may use, at least two
     * @param stream whether the request asks for a stream: the two kinds of answers take differently long
     * @param takesTurn whether one of them is tried for sure; a mere fallback takes no turn from others
     */
    public List<Target> of(Route route, List<Target> targets, boolean stream, boolean takesTurn) {
        return switch (route.strategy()) {
            case FAILOVER -> targets;
            case WEIGHTED -> weighted(takesTurn ? route.turns() : null, targets);
            case LEAST_BUSY -> leastBusy(targets);
            case FASTEST -> fastest(targets, stream);
        };
    }

    /** The first in turn, by weight; the others by chance in proportion to theirs, weight 0 last. */
    private List<Target> weighted(@Nullable WeightedTurns turns, List<Target> targets) {
        List<Target> left = new ArrayList<>(targets);
        List<Target> ordered = new ArrayList<>(left.size());
        Target first =
                turns == null ? null : turns.next(target -> targets.contains(target) && stats.restMillis(target) == 0);
        if (first != null) {
            ordered.add(first);
            left.remove(first);
        }
        int total = left.stream().mapToInt(Target::weight).sum();
        while (total > 0) {
            int drawn = random.nextInt(total);
            int i = 0;
            while (drawn >= left.get(i).weight()) {
                drawn -= left.get(i++).weight();
            }
            Target next = left.remove(i);
            total -= next.weight();
            ordered.add(next);
        }
        ordered.addAll(left);
        return ordered;
    }

    /** Fewest attempts per unit of weight first, weight 0 last; by chance where equal. */
    private List<Target> leastBusy(List<Target> targets) {
        return sorted(
                targets,
                target -> target.weight() == 0
                        ? Double.POSITIVE_INFINITY
                        : (double) stats.inFlight(target) / target.weight());
    }

    /** The soonest first token first, weight 0 last. Now and then another one leads, so that news of it comes. */
    private List<Target> fastest(List<Target> targets, boolean stream) {
        List<Target> ordered = sorted(targets, target -> expected(target, stream));
        if (random.nextDouble() < EXPLORING) {
            Target explored = ordered.get(1 + random.nextInt(ordered.size() - 1));
            if (explored.weight() > 0) {
                ordered.remove(explored);
                ordered.add(0, explored);
            }
        }
        return ordered;
    }

    /** An unknown target is asked first, but by one request at a time until it has shown what it can do. */
    private double expected(Target target, boolean stream) {
        if (target.weight() == 0) {
            return Double.POSITIVE_INFINITY;
        }
        long known = stats.firstTokenMillis(target, stream);
        if (known >= 0) {
            return known;
        }
        return stats.inFlight(target) == 0 ? -1 : Double.MAX_VALUE;
    }

    private interface Score {
        double of(Target target);
    }

    private record Scored(Target target, double score, int chance) {}

    private List<Target> sorted(List<Target> targets, Score score) {
        List<Scored> scored = new ArrayList<>(targets.size());
        for (Target target : targets) {
            scored.add(new Scored(target, score.of(target), random.nextInt()));
        }
        scored.sort(Comparator.comparingDouble(Scored::score).thenComparingInt(Scored::chance));
        List<Target> ordered = new ArrayList<>(targets.size());
        scored.forEach(each -> ordered.add(each.target()));
        return ordered;
    }
}
