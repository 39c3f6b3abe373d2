package io.penstock.shared.node;

import java.util.function.BooleanSupplier;

/** Where a node stands between start and stop. Thread-safe. */
public final class NodeState {

    /** In this order, never back. */
    public enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    private volatile Phase phase = Phase.STARTING;
    private final BooleanSupplier quorum;

    /** @param quorum whether enough members of the cluster are there; always true without one */
    public NodeState(BooleanSupplier quorum) {
        this.quorum = quorum;
    }

    public Phase phase() {
        return phase;
    }

    void serving() {
        phase = Phase.SERVING;
    }

    void draining() {
        phase = Phase.DRAINING;
    }

    public boolean isDraining() {
        return phase == Phase.DRAINING;
    }

    /** What {@code /readyz} says: {@code ready}, or why not. */
    public String readiness() {
        return switch (phase) {
            case STARTING -> "starting";
            case DRAINING -> "draining";
            case SERVING -> quorum.getAsBoolean() ? "ready" : "no quorum";
        };
    }
}
