package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Load;
import io.penstock.bench.limits.node.Order;
import io.penstock.bench.limits.node.Tally;
import io.penstock.shared.limit.LimitKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Whether a case's limits admit what they allow, to the last request, and count exactly that. */
final class Check {

    private static final int TRIES = 5;

    private Check() {}

    /** @throws WrongDecisionException if they do not */
    static void run(Case which, Fleet fleet, int clients) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            if (isAnswered(which, fleet, clients, "check-" + attempt + "-" + which.load())) {
                return;
            }
        }
        throw new WrongDecisionException(which.name() + ": some decisions were not answered, in each of " + TRIES
                + " checks; is the machine overloaded?");
    }

    /** False where some answers did not come in time, so that nobody knows what to expect. */
    private static boolean isAnswered(Case which, Fleet fleet, int clients, String name) {
        Work work = which.work();
        List<Load> loads = IntStream.range(0, fleet.size())
                .mapToObj(node -> work.load(fleet, node, name, clients, true))
                .toList();
        List<Boolean> unused = fleet.each(node -> new Order.Prepare(name, loads.get(node)));
        Tally tally = fleet.all(new Order.RunTimes(name, clients, Work.ASKS_IN_CHECK)).stream()
                .reduce(Tally::plus)
                .orElseThrow();
        long expected = work.expected(fleet.size(), clients);
        if (tally.granted() > expected) {
            throw new WrongDecisionException(
                    which.name() + ": " + tally.granted() + " requests granted, " + expected + " allowed");
        }
        if (tally.failed() > 0) {
            return false;
        }
        require(which, "requests granted", expected, tally.granted());
        Map<String, Map<LimitKind, Long>> used = new HashMap<>();
        fleet.all(new Order.Used(name)).forEach(used::putAll);
        totals(used)
                .forEach((role, total) -> total.forEach((kind, units) -> {
                    long counted = kind == LimitKind.CONCURRENT_REQUESTS
                            ? 0
                            : tally.granted()
                                    * (kind.countsTokens() ? loads.get(0).settledTokens() : 1);
                    require(which, "used of " + kind.label() + " of " + role, counted, units);
                }));
        return true;
    }

    /** Sums over all keys, over all keys on models, and over all models. */
    private static Map<String, Map<LimitKind, Long>> totals(Map<String, Map<LimitKind, Long>> used) {
        Map<String, Map<LimitKind, Long>> totals = new HashMap<>();
        used.forEach((id, kinds) -> {
            String role = id.indexOf('\n') > 0 ? "keys on models" : id.startsWith("key:") ? "keys" : "models";
            kinds.forEach((kind, units) -> {
                long unused = totals.computeIfAbsent(role, r -> new HashMap<>()).merge(kind, units, Long::sum);
            });
        });
        return totals;
    }

    private static void require(Case which, String what, long expected, long actual) {
        if (expected != actual) {
            throw new WrongDecisionException(which.name() + ": " + what + ": " + actual + ", not " + expected);
        }
    }
}
