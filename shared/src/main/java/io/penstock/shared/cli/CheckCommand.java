package io.penstock.shared.cli;

import io.penstock.shared.check.ProviderCheck;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check}: says what a configuration would do, and starts no node. */
@Command(description = "Checks a configuration and prints where each model runs and who may call.")
final class CheckCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Default: conf/penstock.yaml of this installation.")
    private @Nullable Path config;

    @Option(
            names = "--live",
            description = "Also asks each enabled provider whether it accepts its keys; fails unless all work.")
    private boolean live;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = config == null ? surroundings.defaultConfig() : config;
        Config loaded = surroundings.load(file, Overrides.NONE);
        if (live && !loaded.node().isProvider()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--live is for a node with the role provider; that of " + file + " has no keys");
        }
        new CheckReport(loaded, Instant.now()).writeTo(out(), file);
        return live ? checkLive(loaded) : 0;
    }

    private int checkLive(Config loaded) {
        Optional<ProviderCheck> check = surroundings.check().get();
        if (check.isEmpty()) {
            spec.commandLine().getErr().println("penstock: this installation has no jar for the role 'provider'");
            return 1;
        }
        out().println();
        out().flush();
        LiveReport report = new LiveReport(loaded, check.get().check(loaded, TIMEOUT));
        report.writeTo(out());
        return report.isGood() ? 0 : 1;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
