package io.penstock.bench.speed;

import io.penstock.bench.report.Machine;
import io.penstock.bench.report.OtherLoad;
import io.penstock.bench.report.OwnTime;
import io.penstock.bench.report.ReadmeSection;
import io.penstock.bench.report.Scratch;
import io.penstock.bench.server.Contender;
import io.penstock.bench.speed.measure.Cases;
import io.penstock.bench.speed.measure.Fleet;
import io.penstock.bench.speed.measure.Results;
import io.penstock.bench.speed.measure.Starts;
import io.penstock.bench.speed.report.Chart;
import io.penstock.bench.speed.report.SpeedReport;
import io.penstock.bench.wire.Load;
import io.penstock.bench.wire.Sample;
import io.penstock.bench.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run speed}. */
@Command(
        name = "speed",
        mixinStandardHelpOptions = true,
        description = "Measures Penstock beside nginx and the direct way, and writes bench/results/speed.md.")
public final class SpeedCommand implements Callable<Integer> {

    private static final String STARTS = "starts";
    /** What needs no time to compile. */
    private static final Set<String> NATIVE = Set.of("direct", "nginx");

    @Option(names = "--home", hidden = true)
    private Path home = Path.of(".");

    @Option(names = "--warm-up", paramLabel = "S", description = "Seconds for each node; default: ${DEFAULT-VALUE}.")
    private double warmUp = 90;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only loads with this in their names: plain-256, plain-32, large, 500-a-second, paced-200,"
                    + " paced-2000, batched, single, limits; or starts. Nothing is written.")
    private String only = "";

    @Option(
            names = "--peer",
            paramLabel = "NAME=URL",
            description = "Another gateway, which runs already, listens on loopback and knows the loads' models.")
    private Map<String, URI> peers = new LinkedHashMap<>();

    @Option(names = "--update-readme", description = "Puts the tables into README.md too.")
    private boolean updateReadme;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SpeedCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Load> cases =
                Cases.ALL.stream().filter(each -> each.name().contains(only)).toList();
        Results results = new Results();
        Optional<Starts> starts = Optional.empty();
        OtherLoad others = new OtherLoad();
        try (Scratch folder = Scratch.make()) {
            Path scratch = folder.folder();
            say("compiling the tools, starting what is measured");
            Wire wire = Wire.compile(home.resolve("bench"), scratch);
            if (!cases.isEmpty()) {
                try (Fleet fleet = Fleet.start(home, scratch, wire, peers, SpeedCommand::say)) {
                    measure(cases, fleet, wire, results);
                }
            }
            if (only.isEmpty() || only.equals(STARTS)) {
                say("measuring starts and memory");
                Starts measured = new Starts(home, scratch, wire, SpeedCommand::say);
                measured.measure(3);
                starts = Optional.of(measured);
            }
        }
        SpeedReport report = new SpeedReport(results, starts);
        System.out.print(report.text());
        if (only.isEmpty()) {
            String where =
                    Machine.describe(String.valueOf(Runtime.version())) + Machine.others(others.since(OwnTime.nanos()));
            write(where + "\n" + report.markdown(), Chart.svg(results));
        }
        return 0;
    }

    private void measure(List<Load> cases, Fleet fleet, Wire wire, Results results) {
        say("warming up: a JVM compiles for most of a minute, on the cores that it is measured on");
        for (Load load : cases) {
            // On schedule there are too few requests to warm anything.
            Load warming = load.rate() > 0 ? Cases.PLAIN_256 : load;
            for (Contender contender : fleet.contenders(load)) {
                boolean compiles = !NATIVE.contains(contender.name());
                Sample unused = wire.run(warming.lasting(compiles ? warmUp / cases.size() : 1), contender);
            }
        }
        for (int round = 1; round <= rounds; round++) {
            for (Load load : cases) {
                say("round " + round + " of " + rounds + ": " + load.title());
                fleet.contenders(load)
                        .forEach(contender -> results.add(load, contender.name(), wire.run(load, contender)));
            }
        }
    }

    private void write(String markdown, String picture) throws IOException {
        Path folder = Files.createDirectories(home.resolve("bench/results"));
        Files.writeString(folder.resolve("speed.svg"), picture);
        Files.writeString(
                folder.resolve("speed.md"),
                "# Penstock beside nginx\n\nBy `bench/run speed`.\n\n![throughput and CPU beside nginx](speed.svg)\n\n"
                        + markdown);
        if (updateReadme) {
            Path readme = home.resolve("README.md");
            String section = "![throughput and CPU beside nginx](bench/results/speed.svg)\n\n" + markdown;
            Files.writeString(readme, ReadmeSection.replace(Files.readString(readme), "speed", section));
        }
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }
}
