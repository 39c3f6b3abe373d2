package io.penstock.bench.speed.measure;

import io.penstock.bench.report.Spread;
import io.penstock.bench.server.Contender;
import io.penstock.bench.server.Key;
import io.penstock.bench.server.Nodes;
import io.penstock.bench.server.OpenFiles;
import io.penstock.bench.server.Server;
import io.penstock.bench.wire.LoadResult;
import io.penstock.bench.wire.Option;
import io.penstock.bench.wire.Sample;
import io.penstock.bench.wire.Wire;
import io.penstock.shared.cli.process.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Nodes that have just started, and what they take before and while their first requests come. */
public final class Starts {

    /**
     * @param readySeconds from the command to its line {@code penstock ready}
     * @param idleMiB resident memory before the first request
     * @param firstP99Millis of the first 1,000 requests
     */
    private record Start(double readySeconds, double idleMiB, double firstP99Millis) {}

    private static final double[] COLD_UNTIL = {1, 5, 15, 30};

    private final Path home;
    private final Path scratch;
    private final Wire wire;
    private final Consumer<String> progress;
    private final List<Start> ofOne = new ArrayList<>();
    private final List<Double> joining = new ArrayList<>();
    private final List<Double> clusteredMiB = new ArrayList<>();
    private final List<LoadResult> cold = new ArrayList<>();
    private final int streams = Math.min(Cases.IDLE_STREAMS.connections(), OpenFiles.mostStreams());
    private double streamsMiB = Double.NaN;

    public Starts(Path home, Path scratch, Wire wire, Consumer<String> progress) {
        this.progress = progress;
        this.home = home;
        this.scratch = scratch;
        this.wire = wire;
    }

    public void measure(int rounds) {
        if (streams < Cases.IDLE_STREAMS.connections()) {
            progress.accept("a process may have too few files open here for 10,000 streams: there will be " + streams);
        }
        FreePorts ports = new FreePorts();
        int upstream = ports.from(17_000);
        try (Server provider = wire.upstream(upstream)) {
            for (int round = 0; round < rounds; round++) {
                Nodes nodes = new Nodes(home, scratch, ports, Cases.models());
                one(nodes, upstream, round == rounds - 1);
                cold(nodes, upstream);
                pair(nodes, upstream);
            }
        }
    }

    private void one(Nodes nodes, int upstream, boolean last) {
        long begun = System.nanoTime();
        Nodes.Started node = nodes.allInOne(upstream);
        try (Server server = node.servers().get(0)) {
            double ready = (System.nanoTime() - begun) / 1e9;
            double idle = server.residentMiB();
            Contender contender = node.asked(Fleet.ALL_IN_ONE, Key.LIMITED);
            Sample first = wire.run(Cases.FIRST, contender, Option.most(1_000));
            ofOne.add(new Start(ready, idle, first.latencyP99Millis()));
            if (last) {
                streamsMiB = streams(contender);
            }
        }
    }

    /** Not a number where the node does not take them all. */
    private double streams(Contender contender) {
        try {
            Sample sample = wire.run(Cases.IDLE_STREAMS.over(streams), contender);
            return sample.load().streaming() == streams ? sample.residentMiB() : Double.NaN;
        } catch (IllegalStateException refused) {
            progress.accept(String.valueOf(refused.getMessage()));
            return Double.NaN;
        }
    }

    private void cold(Nodes nodes, int upstream) {
        Nodes.Started node = nodes.allInOne(upstream);
        try (Server server = node.servers().get(0)) {
            cold.add(wire.run(Cases.COLD, node.asked(Fleet.ALL_IN_ONE, Key.LIMITED), Option.slots(COLD_UNTIL))
                    .load());
        }
    }

    private void pair(Nodes nodes, int upstream) {
        long begun = System.nanoTime();
        Nodes.Started started = nodes.pair(upstream).nodes();
        try {
            // The provider node begins the cluster, and the gateway joins it.
            joining.add((System.nanoTime() - begun) / 1e9 - started.firstReadySeconds());
            clusteredMiB.add(started.servers().get(1).residentMiB());
        } finally {
            started.servers().forEach(Server::close);
        }
    }

    public double readySeconds() {
        return median(Start::readySeconds);
    }

    public double idleMiB() {
        return median(Start::idleMiB);
    }

    public double firstP99Millis() {
        return median(Start::firstP99Millis);
    }

    public double joiningSeconds() {
        return median(joining);
    }

    public double clusteredMiB() {
        return median(clusteredMiB);
    }

    /** With so many {@link #streams} open; not a number where it did not take them all. */
    public double streamsMiB() {
        return streamsMiB;
    }

    /** 10,000, or as many as the limit on open files allows. */
    public int streams() {
        return streams;
    }

    /** A node's first half minute under full load, by {@link LoadResult#slots}; round by round. */
    public List<LoadResult> cold() {
        return List.copyOf(cold);
    }

    private double median(ToDoubleFunction<Start> figure) {
        return median(ofOne.stream().mapToDouble(figure).boxed().toList());
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Spread.median(sorted);
    }
}
