package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.error.ApiError;
import org.jspecify.annotations.Nullable;

/** A target that a request may try, and what the request has met there. */
public final class Candidate {

    private final Leg leg;
    private final Target target;
    int failures;
    /** In milliseconds since the request began. */
    long notBefore;

    boolean excluded;
    boolean running;
    /** A worker said that the target's circuit is open, whatever the last beats tell. */
    boolean tripped;

    @Nullable
    ApiError error;

    private @Nullable String node;

    Candidate(Leg leg, Target target) {
        this.leg = leg;
        this.target = target;
    }

    public Leg leg() {
        return leg;
    }

    public Target target() {
        return target;
    }

    /** The node to try it on; null for any. */
    public @Nullable String node() {
        return node;
    }

    /** @param newNode which alone is sure to know by now what is wrong with the target's keys; null for any */
    public void keepTo(@Nullable String newNode) {
        node = newNode;
    }

    boolean isFree() {
        return !excluded && !running;
    }
}
