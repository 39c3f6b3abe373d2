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
 * @param inFlight for each provider served here: the attempts running in each worker instance
 */
public record Beat(
        String node,
        long incarnation,
        boolean wantsAnswer,
        boolean leaving,
        boolean draining,
        boolean gateway,
        Map<String, int[]> inFlight) {

    public Beat {
        inFlight = new TreeMap<>(inFlight);
    }
}
