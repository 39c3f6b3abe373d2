package io.penstock.bench.soak;

import java.util.List;

/** Which waits are the node's own doing. */
final class Waits {

    private Waits() {}

    /**
     * Those that no collection which the benchmark asked for fell into, and that would have been too long without the
     * machine's stalls too.
     */
    static List<Span> ofNode(List<Span> waits, List<Span> stalls, List<Span> collections) {
        return waits.stream()
                .filter(wait -> collections.stream().noneMatch(wait::overlaps))
                .filter(wait -> wait.nanosOutside(stalls) > Probes.BOUND_NANOS)
                .toList();
    }
}
