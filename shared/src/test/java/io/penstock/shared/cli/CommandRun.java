package io.penstock.shared.cli;

import io.penstock.shared.check.ProviderCheck;
import io.penstock.shared.config.Config;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the command line inside the test's process; nodes are noted rather than run. */
final class CommandRun {

    static final Path HOME = Path.of(System.getProperty("basedir", "."), "..");
    static final Path SHIPPED = HOME.resolve("conf").resolve("penstock.yaml");

    final List<Config> nodes = new ArrayList<>();
    final List<Boolean> stopsOnEndOfInput = new ArrayList<>();
    final int exitCode;
    final String out;
    final String err;

    private CommandRun(Map<String, String> env, String stdin, @Nullable ProviderCheck check, String... args) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        Surroundings surroundings = new Surroundings(
                env::get,
                HOME,
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                (file, loaded, stopOnEndOfInput) -> {
                    nodes.add(loaded.config());
                    stopsOnEndOfInput.add(stopOnEndOfInput);
                    return 0;
                },
                () -> Optional.ofNullable(check));
        exitCode = Penstock.commandLine(surroundings)
                .setOut(new PrintWriter(outText, true))
                .setErr(new PrintWriter(errText, true))
                .execute(args);
        out = outText.toString();
        err = errText.toString();
    }

    static CommandRun of(String... args) {
        return new CommandRun(Map.of(), "", null, args);
    }

    static CommandRun with(Map<String, String> env, String... args) {
        return new CommandRun(env, "", null, args);
    }

    static CommandRun checking(ProviderCheck check, Map<String, String> env, String... args) {
        return new CommandRun(env, "", check, args);
    }

    static CommandRun reading(String stdin, String... args) {
        return new CommandRun(Map.of(), stdin, null, args);
    }
}
