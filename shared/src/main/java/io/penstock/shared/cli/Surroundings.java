package io.penstock.shared.cli;

import io.penstock.shared.chat.request.ParameterCheck;
import io.penstock.shared.check.ProviderCheck;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.yaml.ConfigFile;
import io.penstock.shared.config.yaml.Loaded;
import io.penstock.shared.node.NodeMain;
import io.penstock.shared.node.rehearsal.StartRehearsal;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the commands take from the process they run in.
 *
 * @param variable the value of an environment variable, null where it is unset
 * @param home the directory that has {@code conf/}
 * @param node runs a node until it has stopped
 * @param check what asks providers; empty where this installation has no provider side
 */
record Surroundings(
        Function<String, @Nullable String> variable,
        Path home,
        InputStream stdin,
        NodeRunner node,
        Supplier<Optional<ProviderCheck>> check) {

    /** See {@link NodeMain#run}. */
    interface NodeRunner {
        int run(ConfigFile file, Loaded loaded, boolean stopOnEndOfInput);
    }

    static Surroundings ofProcess() {
        return new Surroundings(
                System::getenv,
                Path.of(System.getProperty("penstock.home", "")),
                System.in,
                (file, loaded, stopOnEndOfInput) -> NodeMain.run(
                        file,
                        loaded,
                        stopOnEndOfInput,
                        StartRehearsal.of(loaded.config().cluster() != null),
                        System.out,
                        System.err),
                () -> ServiceLoader.load(ProviderCheck.class).findFirst());
    }

    /** As a node would run it: with all checks that there are. */
    ConfigFile file(Path file, Overrides overrides) {
        return new ConfigFile(file, variable, overrides, ParameterCheck::check);
    }

    /** What is in that file now. */
    Config load(Path file, Overrides overrides) {
        ConfigFile source = file(file, overrides);
        return source.parse(source.bytes()).config();
    }

    /** The configuration of the distribution, named as shortly as the working directory allows. */
    Path defaultConfig() {
        Path here = Path.of("").toAbsolutePath();
        Path file =
                home.toAbsolutePath().resolve("conf").resolve("penstock.yaml").normalize();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
