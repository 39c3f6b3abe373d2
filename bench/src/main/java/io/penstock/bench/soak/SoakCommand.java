package io.penstock.bench.soak;

import io.penstock.bench.report.Machine;
import io.penstock.bench.report.Scratch;
import io.penstock.bench.server.Nodes;
import io.penstock.bench.server.Server;
import io.penstock.bench.wire.LoadResult;
import io.penstock.bench.wire.RunningLoad;
import io.penstock.bench.wire.Wire;
import io.penstock.shared.cli.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Keeps one node under a mixed load for half an hour, and writes bench/results/soak.md.")
public final class SoakCommand implements Callable<Integer> {

    private static final double FEWEST_MINUTES = 30;
    /** The load goes on until the last reading is taken. */
    private static final double LONGER_SECONDS = 5;

    /** As many as a node has, if it has the same cores. */
    private static final int EVENT_LOOPS = Runtime.getRuntime().availableProcessors();

    @Option(names = "--home", hidden = true)
    private Path home = Path.of(".");

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "Default: ${DEFAULT-VALUE}; of a shorter run nothing is written.")
    private double minutes = FEWEST_MINUTES;

    @Option(names = "--every", paramLabel = "S", description = "Seconds between readings; default: ${DEFAULT-VALUE}.")
    private double every = 60;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SoakCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SoakReport report;
        try (Scratch scratch = Scratch.make()) {
            say("compiling the tools, starting a node");
            report = soak(scratch.folder());
        }
        System.out.print(report.text());
        if (minutes >= FEWEST_MINUTES) {
            Path results = Files.createDirectories(home.resolve("bench/results"));
            Files.writeString(
                    results.resolve("soak.md"),
                    "# One node under a mixed load\n\nBy `bench/run soak`, for %.0f minutes.\n\n".formatted(minutes)
                            + Machine.describe(String.valueOf(Runtime.version())) + "\n" + report.markdown());
        }
        return 0;
    }

    private SoakReport soak(Path scratch) throws InterruptedException {
        Wire wire = Wire.compile(home.resolve("bench"), scratch);
        FreePorts ports = new FreePorts();
        int upstream = ports.from(17_000);
        try (Server provider = wire.upstream(upstream)) {
            Nodes.Started node = new Nodes(home, scratch, ports, Mix.models()).allInOne(upstream);
            // The probes come before all other clients: see there.
            try (Server server = node.servers().get(0);
                    NodeJvm jvm = NodeJvm.attach(server.pid());
                    Probes probes = Probes.start(node.port(), EVENT_LOOPS)) {
                return underLoad(wire, node, new Watch(server, jvm, probes));
            }
        }
    }

    private SoakReport underLoad(Wire wire, Nodes.Started node, Watch watch) throws InterruptedException {
        long begun = System.nanoTime();
        Map<String, RunningLoad> loads = Mix.start(wire, node, minutes * 60 + LONGER_SECONDS);
        try {
            for (int reading = 1; reading * every <= minutes * 60; reading++) {
                awaitSecond(begun, reading * every);
                watch.read();
                say(String.valueOf(last(watch.readings())));
            }
            Map<String, LoadResult> results = new LinkedHashMap<>();
            loads.forEach((title, load) -> results.put(title, load.result()));
            return new SoakReport(watch.readings(), results);
        } finally {
            loads.values().forEach(RunningLoad::close);
        }
    }

    private static Reading last(List<Reading> readings) {
        return readings.get(readings.size() - 1);
    }

    private static void awaitSecond(long begun, double second) throws InterruptedException {
        long left = begun + (long) (second * 1e9) - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(left);
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }
}
