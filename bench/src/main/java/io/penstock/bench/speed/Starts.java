package io.penstock.bench.speed;

import io.penstock.bench.report.Spread;
import io.penstock.shared.cli.process.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Nodes that have just started, and what they take before and while their first requests come. */
final class Starts {

    /**
     * @param readySeconds from the command to its line {@code penstock ready}
     * @param idleMiB resident memory before the first request
     * @param firstP99Millis of the first 1,000 requests
     */
    record Start(double readySeconds, double idleMiB, double firstP99Millis) {}

    private final Path home;
    private final Path scratch;
    private final Wire wire;
    private final Consumer<String> progress;
    private final List<Start> ofOne = new ArrayList<>();
    private final List<Double> joining = new ArrayList<>();
    private final List<Double> clusteredMiB = new ArrayList<>();
    private double streamsMiB = Double.NaN;

    Starts(Path home, Path scratch, Wire wire, Consumer<String> progress) {
        this.progress = progress;
        this.home = home;
        this.scratch = scratch;
        this.wire = wire;
    }

    void measure(int rounds) {
        FreePorts ports = new FreePorts();
        int upstream = ports.from(17_000);
        try (Server provider = wire.upstream(upstream)) {
            for (int round = 0; round < rounds; round++) {
                one(new Nodes(home, scratch, ports), upstream, round == rounds - 1);
                pair(new Nodes(home, scratch, ports), upstream);
            }
        }
    }

    private void one(Nodes nodes, int upstream, boolean last) {
        long begun = System.nanoTime();
        Nodes.Started node = nodes.allInOne(upstream);
        try (Server server = node.servers().get(0)) {
            double ready = (System.nanoTime() - begun) / 1e9;
            double idle = server.residentMiB();
            Contender contender = node.asked(Fleet.ALL_IN_ONE, Nodes.LIMITED);
            Sample first = wire.run(Cases.FIRST, contender, 1_000);
            ofOne.add(new Start(ready, idle, first.latencyP99Millis()));
            if (last) {
                streamsMiB = streams(contender);
            }
        }
    }

    /** Not a number where the node does not take them all. */
    private double streams(Contender contender) {
        try {
            return wire.run(Cases.IDLE_STREAMS, contender).residentMiB();
        } catch (IllegalStateException refused) {
            progress.accept(String.valueOf(refused.getMessage()));
            return Double.NaN;
        }
    }

    private void pair(Nodes nodes, int upstream) {
        long begun = System.nanoTime();
        Nodes.Started started = nodes.pair(upstream);
        try {
            // The provider node begins the cluster, and the gateway joins it.
            joining.add((System.nanoTime() - begun) / 1e9 - started.firstReadySeconds());
            clusteredMiB.add(started.servers().get(1).residentMiB());
        } finally {
            started.servers().forEach(Server::close);
        }
    }

    double readySeconds() {
        return median(Start::readySeconds);
    }

    double idleMiB() {
        return median(Start::idleMiB);
    }

    double firstP99Millis() {
        return median(Start::firstP99Millis);
    }

    double joiningSeconds() {
        return median(joining);
    }

    double clusteredMiB() {
        return median(clusteredMiB);
    }

    /** With 10,000 open streams; not a number where it could not have so many. */
    double streamsMiB() {
        return streamsMiB;
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
