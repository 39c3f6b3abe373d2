package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Asked;
import io.penstock.bench.limits.node.Load;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Each request under one of many keys, at random; all nodes keep some of the counters. */
record ManyKeys(int count) implements Work {

    /** With so many asks for so few keys no key gets less. */
    private static final long REQUESTS = 10;

    @Override
    public Load load(Fleet fleet, int node, String name, int clients, boolean tight) {
        Map<LimitKind, Long> limits = Map.of(LimitKind.REQUESTS_PER_MINUTE, tight ? REQUESTS : AMPLE);
        List<List<Asked>> choices = IntStream.range(0, tight ? clients : count)
                .mapToObj(i -> List.of(
                        new Asked(Subject.key(name + "-" + i, Limits.NONE).id(), limits)))
                .toList();
        return new Load(choices, Load.Pick.RANDOM, 0, 0);
    }

    @Override
    public long expected(int nodes, int clients) {
        return REQUESTS * clients;
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
