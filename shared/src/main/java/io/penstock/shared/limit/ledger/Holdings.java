package io.penstock.shared.limit.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Who holds how many of a subject's permits. Membership of the cluster is the lease: Hazelcast's
 * heartbeats renew it, and what a member held that is no longer there is free. Immutable.
 */
record Holdings(List<Holding> list) {

    static final Holdings NONE = new Holdings(List.of());

    /** @param caller one life of the member */
    record Holding(UUID caller, UUID member, int permits) {}

    Holdings {
        list = List.copyOf(list);
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    long permits() {
        return list.stream().mapToLong(Holding::permits).sum();
    }

    /** What others than the caller hold who are still there. */
    Holdings ofOthers(UUID caller, Moment moment) {
        return new Holdings(list.stream()
                .filter(holding ->
                        !holding.caller().equals(caller) && moment.present().contains(holding.member()))
                .toList());
    }

    Holdings plus(UUID caller, UUID member, int permits) {
        if (permits == 0) {
            return this;
        }
        List<Holding> more = new ArrayList<>(list);
        more.add(new Holding(caller, member, permits));
        return new Holdings(more);
    }

    /** Whether both say the same, in whatever order. */
    boolean isSame(Holdings other) {
        return list.size() == other.list.size() && list.containsAll(other.list);
    }
}
