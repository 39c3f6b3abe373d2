package io.penstock.bench.limits;

import io.penstock.bench.report.ReadmeSection;
import io.penstock.shared.cli.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run limits}. */
@Command(
        name = "limits",
        mixinStandardHelpOptions = true,
        description = "Measures what one decision about limits costs, and writes bench/results/limits.md.")
public final class LimitsCommand implements Callable<Integer> {

    private static final int SUBJECTS = 100_000;

    @Option(names = "--home", hidden = true)
    private Path home = Path.of(".");

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(names = "--clients", paramLabel = "N", description = "Of each node under load; default: ${DEFAULT-VALUE}.")
    private int clients = 64;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only decisions with this in their names, and no memory; nothing is written.")
    private String only = "";

    @Option(names = "--update-readme", description = "Puts the tables into README.md too.")
    private boolean updateReadme;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LimitsCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Case> cases =
                Cases.ALL.stream().filter(each -> each.name().contains(only)).toList();
        Rounds.Plan plan = new Rounds.Plan(rounds, clients, 1000, 400, 800);
        FreePorts ports = new FreePorts();
        Map<Integer, Fleet> fleets = new TreeMap<>();
        Rounds measured = new Rounds(cases, fleets, plan, LimitsCommand::say);
        try {
            say("starting the members");
            for (Case each : cases) {
                if (!fleets.containsKey(each.members())) {
                    fleets.put(each.members(), Fleet.start(each.members(), ports));
                }
            }
            fleets.values().forEach(Fleet::await);
            measured.run();
        } finally {
            fleets.values().forEach(Fleet::close);
        }
        List<Footprint> footprints = only.isEmpty() ? footprints(ports) : List.of();
        Report report = new Report(cases, measured, plan, footprints, SUBJECTS);
        System.out.print(report.text());
        if (only.isEmpty()) {
            write(report);
        }
        return 0;
    }

    private List<Footprint> footprints(FreePorts ports) throws IOException {
        say("measuring memory");
        try (Fleet one = Fleet.start(1, ports)) {
            one.await();
            return Footprint.measure(one, SUBJECTS, clients);
        }
    }

    private void write(Report report) throws IOException {
        Path results = home.resolve("bench/results/limits.md");
        Files.createDirectories(results.getParent());
        Files.writeString(
                results, "# What one decision about limits costs\n\nBy `bench/run limits`.\n\n" + report.markdown());
        if (updateReadme) {
            Path readme = home.resolve("README.md");
            Files.writeString(readme, ReadmeSection.replace(Files.readString(readme), "limits", report.markdown()));
        }
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }
}
