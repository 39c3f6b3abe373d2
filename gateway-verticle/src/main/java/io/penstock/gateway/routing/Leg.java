package io.penstock.gateway.routing;

import io.penstock.gateway.routing.targets.Target;
import java.util.List;

/**
 * One of the models that a request may run on: mostly the only one, several where the request lists models to
 * fall back on.
 *
 * @param model its public name, which the answer carries
 * @param targets of its route, in the order in which to try them
 */
public record Leg(String model, Route route, List<Target> targets) {}
