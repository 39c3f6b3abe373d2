package io.penstock.bench.limits.node;

import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.io.Serializable;
import java.util.Map;

/** A subject on its way to a node. */
public record Asked(String id, Map<LimitKind, Long> limits) implements Serializable {

    public Asked {
        limits = Map.copyOf(limits);
    }

    Subject subject() {
        Limits all = Limits.NONE;
        for (Map.Entry<LimitKind, Long> limit : limits.entrySet()) {
            all = all.with(limit.getKey(), limit.getValue());
        }
        return new Subject(id, all);
    }
}
