package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Load;

/**
 * What the clients of a case ask for. Each case asks for it in two ways: with limits that nobody
 * reaches, to be measured, and with limits that are reached, to be checked.
 */
interface Work {

    /** Never reached. */
    long AMPLE = 1_000_000_000_000L;

    /** How often a client asks in a check: more often than {@link #expected} has room for. */
    int ASKS_IN_CHECK = 80;

    /**
     * @param name that no other load has, the start of its subjects' names
     * @param clients of each node
     * @param tight with limits that are reached
     */
    Load load(Fleet fleet, int node, String name, int clients, boolean tight);

    /** How many requests of all nodes are granted in a check, no more and no less. */
    long expected(int nodes, int clients);

    /** Whether all nodes ask for the same subjects. */
    boolean isShared();
}
