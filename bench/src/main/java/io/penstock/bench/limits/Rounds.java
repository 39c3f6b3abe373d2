package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Order;
import io.penstock.bench.limits.node.Tally;
import io.penstock.bench.limits.node.Usage;
import io.penstock.bench.report.OtherLoad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures all cases in turns, so that what else the machine does meets all of them alike. */
final class Rounds {

    private static final int ONE_CLIENT = 1;

    private final List<Case> cases;
    /** By how many members they have. */
    private final Map<Integer, Fleet> fleets;

    private final Plan plan;
    private final Consumer<String> progress;
    private OptionalDouble otherLoad = OptionalDouble.empty();
    private final Map<Case, List<Phase>> quiet = new HashMap<>();
    private final Map<Case, List<Phase>> loaded = new HashMap<>();

    /** @param clients of each node under load */
    record Plan(int rounds, int clients, long warmUpMillis, long quietMillis, long loadedMillis) {}

    Rounds(List<Case> cases, Map<Integer, Fleet> fleets, Plan plan, Consumer<String> progress) {
        this.cases = cases;
        this.fleets = fleets;
        this.plan = plan;
        this.progress = progress;
    }

    /** @throws WrongDecisionException if a limit was not what it should be */
    void run() {
        progress.accept("warming up");
        for (Case next : cases) {
            prepare(next);
            Phase unused = loaded(next, plan.warmUpMillis());
        }
        runRound();
        quiet.clear();
        loaded.clear();
        progress.accept("checking the decisions");
        cases.forEach(next -> Check.run(next, fleetOf(next), plan.clients()));
        OtherLoad others = new OtherLoad();
        long before = cpuNanos();
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept("round " + round + " of " + plan.rounds());
            runRound();
        }
        otherLoad = others.since(cpuNanos() - before);
    }

    private void runRound() {
        for (Case next : cases) {
            if (next.reseeds()) {
                seed(next);
            }
            quiet.computeIfAbsent(next, c -> new ArrayList<>()).add(quiet(next, plan.quietMillis()));
            loaded.computeIfAbsent(next, c -> new ArrayList<>()).add(loaded(next, plan.loadedMillis()));
        }
    }

    /** What other programs took meanwhile, as a fraction of all cores; empty where that is not known. */
    OptionalDouble otherLoad() {
        return otherLoad;
    }

    private long cpuNanos() {
        return fleets.values().stream()
                .mapToLong(fleet -> fleet.usage().cpuNanos())
                .sum();
    }

    List<Phase> quiet(Case which) {
        return quiet.getOrDefault(which, List.of());
    }

    List<Phase> loaded(Case which) {
        return loaded.getOrDefault(which, List.of());
    }

    private void prepare(Case next) {
        Fleet fleet = fleetOf(next);
        List<Boolean> unused = fleet.each(node ->
                new Order.Prepare(next.load(), next.work().load(fleet, node, next.load(), plan.clients(), false)));
        seed(next);
    }

    private void seed(Case next) {
        Fleet fleet = fleetOf(next);
        boolean shared = next.work().isShared();
        List<Boolean> unused = fleet.each(
                node -> new Order.Seed(next.load(), next.past(), shared ? node : 0, shared ? fleet.size() : 1));
    }

    private Phase quiet(Case next, long millis) {
        return measure(next, () -> fleetOf(next).one(0, new Order.RunFor(next.load(), ONE_CLIENT, millis)));
    }

    private Phase loaded(Case next, long millis) {
        return measure(next, () -> fleetOf(next).all(new Order.RunFor(next.load(), plan.clients(), millis)).stream()
                .reduce(Tally::plus)
                .orElseThrow());
    }

    private Phase measure(Case which, Supplier<Tally> run) {
        Usage before = fleetOf(which).usage();
        Tally tally = run.get();
        Usage used = fleetOf(which).usage().since(before);
        if (tally.refused() > 0 || tally.granted() == 0) {
            throw new WrongDecisionException(which.name() + ": " + tally.granted() + " granted, " + tally.refused()
                    + " refused by limits that nobody reached, " + tally.failed() + " not answered");
        }
        return Phase.of(tally, used);
    }

    private Fleet fleetOf(Case which) {
        Fleet fleet = fleets.get(which.members());
        if (fleet == null) {
            throw new IllegalArgumentException("no cluster of " + which.members());
        }
        return fleet;
    }
}
