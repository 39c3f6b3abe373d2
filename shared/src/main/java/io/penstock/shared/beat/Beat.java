package io.penstock.shared.beat;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a node says of itself once a second, and at once when something changes.
 *
 * @param node its name, unique in the cluster
 * @param incarnation differs after each start of a node, so that a quick restart is noticed
 * @param wantsAnswer set by a node that has just started: the others beat at once
 * @param leaving the node's last beat: do not wait for more
 * @param draining the node takes no new streams
 * @param gateway whether the node serves clients
 * @param config version of the configuration that new requests run under
 * @param inFlight for each provider served here: the attempts running in each worker instance
 * @param health of the targets and keys that are used here
 * @param loads what this node's gateway has on its targets, {@code provider/model}
 */
public record Beat(
        String node,
        long incarnation,
        boolean wantsAnswer,
        boolean leaving,
        boolean draining,
        boolean gateway,
        String config,
        Map<String, int[]> inFlight,
        Health health,
        Map<String, TargetLoad> loads) {

    public Beat {
        inFlight = new TreeMap<>(inFlight);
        loads = Map.copyOf(loads);
    }

    /** The same node, saying something of its coming or going. */
    Beat announcing(boolean wantsAnswer, boolean leaving) {
        return new Beat(node, incarnation, wantsAnswer, leaving, draining, gateway, config, inFlight, health, loads);
    }
}
