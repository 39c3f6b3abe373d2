package io.penstock.shared.cli;

import io.penstock.shared.config.Overrides;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: says what a configuration would do, and starts nothing. */
@Command(description = "Checks a configuration and prints where each model runs and who may call.")
final class CheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Default: conf/penstock.yaml of this installation.")
    private @Nullable Path config;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = config == null ? surroundings.defaultConfig() : config;
        CheckReport report = new CheckReport(surroundings.load(file, Overrides.NONE), Instant.now());
        report.writeTo(spec.commandLine().getOut(), file);
        return 0;
    }
}
