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

    boolean isFree() {
        return !excluded && !running;
    }
}
