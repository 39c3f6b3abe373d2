package io.penstock.shared.limit.counter;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.Limits;

/**
 * Equal demands in a row, each to be granted whole or refused; so the first ones that fit are the
 * granted ones, and a number says which they are.
 *
 * @param count 0 or more; 0 asks only how things stand with such a demand
 */
public record Ask(Limits limits, Demand demand, int count) {

    public Ask {
        if (count < 0) {
            throw new IllegalArgumentException("negative count: " + count);
        }
    }

    public Ask withCount(int newCount) {
        return new Ask(limits, demand, newCount);
    }

    public boolean isAlike(Ask other) {
        return limits.equals(other.limits) && demand.equals(other.demand);
    }
}
