package io.penstock.bench.micro;

import io.penstock.bench.report.OtherLoad;
import io.penstock.bench.report.ReadmeSection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run micro}. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "Measures the parts of a request's way by themselves, and writes bench/results/micro.md.")
public final class MicroCommand implements Callable<Integer> {

    @Option(names = "--home", hidden = true)
    private Path home = Path.of(".");

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "Processes for each operation, at least 1; default: ${DEFAULT-VALUE}.")
    private int forks = 2;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Of 0.4 s, in each process; default: ${DEFAULT-VALUE}.")
    private int iterations = 5;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only operations with this in their names; nothing is written.")
    private String only = "";

    @Option(names = "--update-readme", description = "Puts the table into README.md too.")
    private boolean updateReadme;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MicroCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        List<Case> cases =
                Cases.ALL.stream().filter(each -> each.name().contains(only)).toList();
        if (cases.isEmpty()) {
            say("no operation has \"" + only + "\" in its name");
            return CommandLine.ExitCode.USAGE;
        }
        Measurement.Plan plan = new Measurement.Plan(Math.max(1, forks), 4, iterations, 400);
        Map<Case, Figures> measured = new LinkedHashMap<>();
        Path log = home.resolve("bench/target/micro.log");
        say("what JMH says goes to " + log);
        OtherLoad others = new OtherLoad();
        long before = OwnCpu.nanos();
        try (PrintStream out = new PrintStream(Files.newOutputStream(log))) {
            Measurement measurement = new Measurement(plan, out);
            for (Case each : cases) {
                say(each.name());
                measured.put(each, measurement.of(each));
            }
        }
        MicroReport report = new MicroReport(measured, plan, others.since(OwnCpu.nanos() - before));
        System.out.print(report.text());
        if (only.isEmpty()) {
            write(report);
        }
        return 0;
    }

    private void write(MicroReport report) throws IOException {
        Path results = home.resolve("bench/results/micro.md");
        Files.createDirectories(results.getParent());
        Files.writeString(
                results, "# What the parts of a request's way cost\n\nBy `bench/run micro`.\n\n" + report.markdown());
        if (updateReadme) {
            Path readme = home.resolve("README.md");
            Files.writeString(readme, ReadmeSection.replace(Files.readString(readme), "micro", report.markdown()));
        }
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }
}
