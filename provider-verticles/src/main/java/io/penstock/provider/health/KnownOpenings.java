package io.penstock.provider.health;

import java.util.HashMap;
import java.util.Map;

/**
 * The openings that this node made or heard of, for as long as anybody tells of them and a while longer: each
 * is taken over once. So a node that cannot reach a provider which the others reach does not keep them from
 * it, and no opening goes round between nodes that tell each other. Thread-safe.
 */
final class KnownOpenings {

    private static final int MOST = 2 * Rules.MOST_TARGETS;

    private final Map<Long, Long> lastHeard = new HashMap<>();

    /** Whether the opening was not known. It is from now on. */
    synchronized boolean add(long opening, long now) {
        if (!lastHeard.containsKey(opening) && lastHeard.size() >= MOST) {
            lastHeard.values().removeIf(heard -> now - heard > Rules.MEMORY);
            if (lastHeard.size() >= MOST) {
                return false;
            }
        }
        return lastHeard.put(opening, now) == null;
    }

    /** It is still told of, by a node that has done with waiting. */
    synchronized void refresh(long opening, long now) {
        lastHeard.computeIfPresent(opening, (o, heard) -> now);
    }

    synchronized void sweep(long now) {
        lastHeard.values().removeIf(heard -> now - heard > Rules.MEMORY);
    }
}
