package io.penstock.shared.config.yaml;

import io.penstock.shared.config.ConfigException;
import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Secret;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A place in the file: what stands there, and how messages call it.
 *
 * @param path from the top of the file; empty for all of it
 * @param node null where the file has nothing
 */
record Place(Source source, String path, @Nullable Node node) {

    /** Keys and their hashes stand here; whatever is wrong with one, it is not repeated. */
    private static final Pattern SECRET = Pattern.compile(
            ".*(\\.apiKeys(\\[\\d+](\\.key)?)?|\\.hash|\\.accessKeyId|\\.secretAccessKey|\\.sessionToken)");

    private static final int LONGEST_SHOWN = 31;

    Place at(String relative, @Nullable Node child) {
        return new Place(source, join(relative), child);
    }

    /** The entry under that key, for a message about the key: one that may be a secret is left out of the path. */
    Place key(String name, Node keyNode) {
        return at(SECRET.matcher(path).matches() ? "" : name, keyNode);
    }

    boolean isNothing() {
        return node == null || YamlText.isNull(node);
    }

    /** The single value here as it was written. */
    String raw() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw fault("must be a single value");
    }

    /** The single value here, or null where the environment left nothing of it. */
    <T> @Nullable T scalar(Function<String, T> parser) {
        return guarded(() -> {
            Substitution.Value value = source.substitution().apply(raw());
            if (value.unset() != null) {
                throw fault("the environment variable " + value.unset() + " is not set, and there is no default (${"
                        + value.unset() + ":-default})");
            }
            return value.text().isEmpty() && value.variable() != null ? null : parser.apply(value.text());
        });
    }

    /** The secret here. For it alone a variable that is unset or empty is no error. */
    Secret secret() {
        if (isNothing()) {
            throw fault("is empty");
        }
        return guarded(() -> {
            Substitution.Value value = source.substitution().apply(raw());
            String missing = value.text().isEmpty() ? value.variable() : null;
            String unset = value.unset() != null ? value.unset() : missing;
            if (unset != null) {
                return Secret.unset(unset);
            }
            boolean isDefault =
                    value.variable() != null && !source.substitution().isSet(value.variable());
            return Secret.of(value.text(), isDefault ? null : value.variable());
        });
    }

    /** Gives a record's or a parser's complaint its place in the file. */
    <T> T guarded(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidConfigException e) {
            throw fault(e.path(), e.problem());
        }
    }

    ConfigException fault(String problem) {
        return source.fault(line(), path, problem);
    }

    /** @param problem reads on from the value at that path, which is shown where it can be no secret */
    ConfigException fault(String relative, String problem) {
        Node culprit = node == null ? null : YamlText.find(node, relative);
        String full = join(relative);
        if (culprit instanceof ScalarNode scalar
                && !YamlText.isNull(scalar)
                && !SECRET.matcher(full).matches()) {
            return source.fault(YamlText.line(scalar), full, shown(scalar.getValue()) + problem);
        }
        // What is missing at the top of the file has no line.
        int line = culprit != null ? YamlText.line(culprit) : path.isEmpty() ? 0 : line();
        return source.fault(line, full, problem);
    }

    /** As written, so that nothing of the environment shows; what may be a key in the wrong place does not either. */
    static String shown(String raw) {
        boolean harmless = raw.length() <= LONGEST_SHOWN
                && !raw.contains("sk-")
                && raw.indexOf('@') < 0
                && raw.chars().noneMatch(Character::isISOControl);
        return harmless ? "'" + raw + "' " : "";
    }

    private int line() {
        return node == null ? 0 : YamlText.line(node);
    }

    private String join(String relative) {
        boolean direct = path.isEmpty() || relative.isEmpty() || relative.startsWith("[");
        return direct ? path + relative : path + "." + relative;
    }
}
