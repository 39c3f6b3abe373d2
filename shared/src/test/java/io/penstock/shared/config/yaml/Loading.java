package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.Overrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** Loads texts as files called {@code x.yaml}. */
@NullUnmarked
final class Loading {

    private final Path directory;

    Loading(Path directory) {
        this.directory = directory;
    }

    Config load(String yaml, Map<String, String> env) {
        return load(yaml, env, Overrides.NONE);
    }

    Config load(String yaml) {
        return load(yaml, Map.of());
    }

    Config load(String yaml, Map<String, String> env, Overrides overrides) {
        try {
            return ConfigLoader.load(Files.writeString(directory.resolve("x.yaml"), yaml), env::get, overrides);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message of the error that loading ends in, its file's directory taken off. */
    String error(String yaml, Map<String, String> env) {
        return assertThrows(ConfigException.class, () -> load(yaml, env))
                .getMessage()
                .replace(directory + "/", "");
    }

    String error(String yaml) {
        return error(yaml, Map.of());
    }
}
