package io.penstock.shared.config.yaml;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.value.InvalidConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a configuration comes from.
 *
 * @param file as the user named it, which is how messages name it
 */
record Source(Path file, Substitution substitution) {

    ConfigException fault(String problem) {
        return new ConfigException(file + ": " + problem);
    }

    /**
     * @param line from 1; 0 where there is none to point at
     * @param path the key path; may be empty
     */
    ConfigException fault(int line, String path, String problem) {
        return new ConfigException(
                file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + problem);
    }

    /** A path of the file's own, which is relative to the file and not to where the program was started. */
    Path resolve(String path) {
        try {
            return file.toAbsolutePath().resolveSibling(path).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidConfigException("", "is not a path");
        }
    }
}
