package io.penstock.shared.config.yaml;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.Overrides;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of one run, which may be read again. Any thread; every method blocks.
 *
 * @param path as the user named it
 * @param env the value of an environment variable, null where it is unset
 * @param overrides of the command line, which win each time
 * @param check what others have to say about the whole; throws {@link
 *     io.penstock.shared.config.value.InvalidConfigException}
 */
public record ConfigFile(
        Path path, Function<String, @Nullable String> env, Overrides overrides, Consumer<Config> check) {

    /** With no checks but the configuration's own. */
    public ConfigFile(Path path, Function<String, @Nullable String> env, Overrides overrides) {
        this(path, env, overrides, config -> {});
    }

    /** @throws ConfigException if there is no file that can be read */
    public byte[] bytes() {
        return ConfigLoader.bytes(source());
    }

    /** @throws ConfigException if there is no configuration in the text that can be used */
    public Loaded parse(byte[] text) {
        return new Loaded(ConfigLoader.parse(source(), overrides, check, text), Loaded.version(text));
    }

    private Source source() {
        return new Source(path, new Substitution(env));
    }
}
