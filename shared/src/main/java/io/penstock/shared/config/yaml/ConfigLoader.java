package io.penstock.shared.config.yaml;

import io.penstock.shared.config.Config;
import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.Overrides;
import io.penstock.shared.config.value.InvalidConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads configuration files. */
public final class ConfigLoader {

    /** Bytes; far above any configuration a person keeps. */
    private static final long MAX_FILE = 4L << 20;

    private ConfigLoader() {}

    /** As {@link #load(Path, Function, Overrides)}, with nothing overridden. */
    public static Config load(Path file, Function<String, @Nullable String> env) {
        return load(file, env, Overrides.NONE);
    }

    /** As {@link #load(Path, Function, Overrides, Consumer)}, with no checks but the configuration's own. */
    public static Config load(Path file, Function<String, @Nullable String> env, Overrides overrides) {
        return load(file, env, overrides, config -> {});
    }

    /**
     * Reads, overrides, then checks: what the command line mends is no error.
     *
     * @param env the value of an environment variable, null where it is unset
     * @param check what others have to say about the whole; throws {@link InvalidConfigException}
     * @throws ConfigException if there is no configuration in the file that can be used
     */
    public static Config load(
            Path file, Function<String, @Nullable String> env, Overrides overrides, Consumer<Config> check) {
        ConfigFile whole = new ConfigFile(file, env, overrides, check);
        return whole.parse(whole.bytes()).config();
    }

    static Config parse(Source source, Overrides overrides, Consumer<Config> check, byte[] bytes) {
        return new ConfigBinder(source, overrides).bind(YamlText.parse(source, text(source, bytes)), check);
    }

    static byte[] bytes(Source source) {
        Path file = source.file();
        try {
            if (Files.isDirectory(file)) {
                throw source.fault("is a directory, not a file");
            }
            if (Files.size(file) > MAX_FILE) {
                throw source.fault("is larger than 4 MiB");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw source.fault("no such file");
        } catch (AccessDeniedException e) {
            throw source.fault("permission denied");
        } catch (IOException e) {
            throw source.fault("cannot be read: " + e.getMessage());
        }
    }

    private static String text(Source source, byte[] bytes) {
        try {
            // A new decoder reports what is not UTF-8, where a String would replace it.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw source.fault("is not UTF-8 text");
        }
    }
}
