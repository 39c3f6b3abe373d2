package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Asked;
import io.penstock.bench.limits.node.Load;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.List;
import java.util.Map;

/**
 * Three subjects in each request: a key for each client, what it asks of a model, and the model,
 * which all clients share. The second node keeps the model's counters.
 *
 * @param oneOwner whether that node keeps the keys' too, or the third does
 */
record KeyAndModel(boolean oneOwner) implements Work {

    private static final int HALF = ASKS_IN_CHECK / 2;
    private static final int SECOND = 1;
    private static final int THIRD = 2;

    @Override
    public Load load(Fleet fleet, int node, String name, int clients, boolean tight) {
        Map<LimitKind, Long> ample = Map.of(LimitKind.REQUESTS_PER_MINUTE, AMPLE);
        String model = fleet.modelOf(SECOND, name);
        Asked ofModel = new Asked(
                Subject.model(model, Limits.NONE).id(),
                tight ? Map.of(LimitKind.REQUESTS_PER_MINUTE, limit(clients)) : ample);
        List<List<Asked>> choices = fleet.keysOf(oneOwner ? SECOND : THIRD, name + "-" + node, clients).stream()
                .map(key -> List.of(
                        new Asked(Subject.key(key, Limits.NONE).id(), ample),
                        new Asked(Subject.keyOnModel(key, model, Limits.NONE).id(), ample),
                        ofModel))
                .toList();
        return new Load(choices, Load.Pick.OWN, 0, 0);
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
        return false;
    }
}
