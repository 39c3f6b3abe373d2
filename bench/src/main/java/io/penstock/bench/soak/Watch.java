package io.penstock.bench.soak;

import io.penstock.bench.report.OtherLoad;
import io.penstock.bench.report.OwnTime;
import io.penstock.bench.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Takes the readings of one node under load. */
final class Watch {

    /** What queued up during a collection is gone by then. */
    private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Server node;
    private final NodeJvm jvm;
    private final Probes probes;
    private final long begun = System.nanoTime();
    private final List<Span> stalls = new ArrayList<>();
    private final List<Span> collections = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private OtherLoad others = new OtherLoad();
    private long ownNanos = OwnTime.nanos();

    Watch(Server node, NodeJvm jvm, Probes probes) {
        this.node = node;
        this.jvm = jvm;
        this.probes = probes;
    }

    /** Collects the node's garbage, which stops it for a moment. */
    void read() {
        double resident = node.residentMiB();
        int threads = jvm.threads();
        long files = jvm.files();
        long from = System.nanoTime();
        jvm.collect();
        double heap = jvm.heapMiB();
        collections.add(new Span(from, System.nanoTime() + SETTLED_NANOS));
        List<Span> newStalls = probes.takeStalls();
        stalls.addAll(newStalls);
        List<Span> waits = Waits.ofNode(probes.takeWaits(), stalls, collections);
        readings.add(new Reading(
                (from - begun) / 1e9,
                heap,
                resident,
                threads,
                files,
                waits.size(),
                waits.stream().mapToLong(Span::nanos).max().orElse(0) / 1e6,
                (int) newStalls.stream()
                        .filter(stall -> stall.nanos() > Probes.BOUND_NANOS)
                        .count(),
                others()));
    }

    private OptionalDouble others() {
        long before = ownNanos;
        ownNanos = OwnTime.nanos();
        OptionalDouble took = others.since(ownNanos - before);
        others = new OtherLoad();
        return took;
    }

    List<Reading> readings() {
        return List.copyOf(readings);
    }
}
