package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Asked;
import io.penstock.bench.limits.node.Load;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.List;
import java.util.Map;

/** One key for all clients of all nodes; another node than the first keeps its counters. */
record OneKey() implements Work {

    private static final int HALF = ASKS_IN_CHECK / 2;

    @Override
    public Load load(Fleet fleet, int node, String name, int clients, boolean tight) {
        String key = fleet.keysOf(1, name, 1).get(0);
        long limit = tight ? limit(clients) : AMPLE;
        Asked asked = new Asked(Subject.key(key, Limits.NONE).id(), Map.of(LimitKind.REQUESTS_PER_MINUTE, limit));
        return new Load(List.of(List.of(asked)), Load.Pick.OWN, 0, 0);
    }

    private static long limit(int clients) {
        return (long) HALF * clients;
    }

    @Override
    public long expected(int nodes, int clients) {
        return limit(clients);
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
