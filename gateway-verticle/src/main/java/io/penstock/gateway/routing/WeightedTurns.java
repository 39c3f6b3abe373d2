package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among targets with weights: the smooth weighted round-robin of nginx. In any row of as
 * many turns as the weights add up to, each target gets exactly its weight, well mixed. Thread-safe.
 */
final class WeightedTurns {

    private final List<Target> targets;
    private final long[] credit;

    WeightedTurns(List<Target> targets) {
        this.targets = targets;
        this.credit = new long[targets.size()];
    }

    /** @param eligible leaves out targets for this turn; null where it leaves none with a weight */
    @Nullable
    synchronized Target next(Predicate<Target> eligible) {
        long total = 0;
        int best = -1;
        for (int i = 0; i < credit.length; i++) {
            Target target = targets.get(i);
            if (target.weight() == 0 || !eligible.test(target)) {
                continue;
            }
            total += target.weight();
            credit[i] += target.weight();
            best = best < 0 || credit[i] > credit[best] ? i : best;
        }
        if (best < 0) {
            return null;
        }
        credit[best] -= total;
        return targets.get(best);
    }
}
