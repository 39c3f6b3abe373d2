package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Past;

/**
 * One row of the results.
 *
 * @param members that run; 0 for a node without a cluster
 * @param past of its subjects
 */
record Case(String name, int members, Work work, Past past) {

    /** The name of what is measured, on the nodes. */
    String load() {
        return "load-" + members + "-" + name.replaceAll("\\W+", "-");
    }

    /** Whether its subjects' past must be renewed, as it fades from the window. */
    boolean reseeds() {
        return !past.equals(Past.ONE_REQUEST);
    }
}
