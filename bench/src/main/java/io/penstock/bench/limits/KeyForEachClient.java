package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Asked;
import io.penstock.bench.limits.node.Load;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A key for each client, so that no call is shared: what a decision costs at the most.
 *
 * @param away 0 for counters on the client's own node, 1 for those on the next
 * @param kinds what is limited; tokens and permits only together
 */
record KeyForEachClient(int away, Set<LimitKind> kinds) implements Work {

    private static final long REQUESTS = 10;

    private static final long ESTIMATE = 10;
    private static final long USED = 5;
    private static final long TOKENS = 100;
    /** The next one's estimate no longer fits. */
    private static final long REQUESTS_WITHIN_TOKENS = (TOKENS - ESTIMATE) / USED + 1;

    @Override
    public Load load(Fleet fleet, int node, String name, int clients, boolean tight) {
        Map<LimitKind, Long> limits = new EnumMap<>(LimitKind.class);
        kinds.forEach(kind -> limits.put(kind, tight ? tight(kind) : AMPLE));
        List<List<Asked>> choices = fleet.keysOf(node + away, name + "-" + node, clients).stream()
                .map(key -> List.of(new Asked(Subject.key(key, Limits.NONE).id(), limits)))
                .toList();
        return new Load(choices, Load.Pick.OWN, hasTokens() ? ESTIMATE : 0, hasTokens() ? USED : 0);
    }

    private long tight(LimitKind kind) {
        return switch (kind) {
            case REQUESTS_PER_MINUTE -> hasTokens() ? AMPLE : REQUESTS;
            case TOKENS_PER_MINUTE -> TOKENS;
            // One client, which asks for no second permit before the first is back.
            case CONCURRENT_REQUESTS -> 1;
            case REQUESTS_PER_DAY, TOKENS_PER_DAY -> AMPLE;
        };
    }

    private boolean hasTokens() {
        return kinds.contains(LimitKind.TOKENS_PER_MINUTE);
    }

    @Override
    public long expected(int nodes, int clients) {
        return (long) nodes * clients * (hasTokens() ? REQUESTS_WITHIN_TOKENS : REQUESTS);
    }

    @Override
    public boolean isShared() {
        return false;
    }
}
