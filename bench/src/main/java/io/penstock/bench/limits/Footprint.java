package io.penstock.bench.limits;

import io.penstock.bench.limits.node.Asked;
import io.penstock.bench.limits.node.Load;
import io.penstock.bench.limits.node.Order;
import io.penstock.bench.limits.node.Past;
import io.penstock.bench.limits.node.Tally;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The room that one subject takes.
 *
 * @param heapBytes at its owner, with its name and the map's own record
 * @param stateBytes serialized: what each backup is sent at each decision
 */
record Footprint(String name, long heapBytes, int stateBytes) {

    private static final Set<LimitKind> REQUESTS = Set.of(LimitKind.REQUESTS_PER_MINUTE);

    /** @param past null for subjects that each had one request */
    private record Kept(
            String name, Set<LimitKind> kinds, @Nullable Past past) {}

    private static final List<Kept> KEPT = List.of(
            new Kept("requests per minute, one request", REQUESTS, null),
            new Kept("requests per minute, busy for a minute, from 3 nodes", REQUESTS, Past.busyMinute(3)),
            new Kept("every kind, busy all day, from 3 nodes", Cases.EVERY_KIND, Past.busyDay(3)));

    /** @param fleet of one member, which keeps no backups and has nothing else to do */
    static List<Footprint> measure(Fleet fleet, int subjects, int clients) {
        return KEPT.stream()
                .map(kept -> measure(fleet, kept, subjects, clients))
                .toList();
    }

    private static Footprint measure(Fleet fleet, Kept kept, int subjects, int clients) {
        Map<LimitKind, Long> limits = new HashMap<>();
        kept.kinds().forEach(kind -> limits.put(kind, Work.AMPLE));
        List<List<Asked>> choices = IntStream.range(0, subjects)
                .mapToObj(i ->
                        List.of(new Asked(Subject.key("key-" + i, Limits.NONE).id(), limits)))
                .toList();
        boolean unusedPrepared =
                fleet.one(0, new Order.Prepare("kept", new Load(choices, Load.Pick.EACH_ONCE, 500, 500)));
        boolean unusedCleared = fleet.one(0, new Order.Clear());
        long before = fleet.one(0, new Order.HeapBytes());
        if (kept.past() == null) {
            Tally tally = fleet.one(0, new Order.RunTimes("kept", clients, subjects));
            if (tally.granted() + tally.failed() != subjects) {
                throw new WrongDecisionException(tally.granted() + " of " + subjects + " subjects granted");
            }
        } else {
            boolean unusedSeeded = fleet.one(0, new Order.Seed("kept", kept.past(), 0, 1));
        }
        long bytes = fleet.one(0, new Order.HeapBytes()) - before;
        return new Footprint(kept.name(), bytes / subjects, fleet.one(0, new Order.StateBytes("kept")));
    }
}
