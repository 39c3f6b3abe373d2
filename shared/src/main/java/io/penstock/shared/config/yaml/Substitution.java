package io.penstock.shared.config.yaml;

import io.penstock.shared.config.value.InvalidConfigException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the environment into values: {@code ${VAR}}, {@code ${VAR:-default}} (also where the variable
 * is empty; the default may hold further references), {@code $${} for a literal {@code ${}.
 */
final class Substitution {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Function<String, @Nullable String> env;

    Substitution(Function<String, @Nullable String> env) {
        this.env = env;
    }

    /**
     * A value with its references replaced.
     *
     * @param text what is left, with nothing in place of the unset variable
     * @param variable the last variable that was asked for; null for a plain text
     * @param unset the first variable that is unset and has no default; null if there is none
     */
    record Value(
            String text,
            @Nullable String variable,
            @Nullable String unset) {}

    /** @throws InvalidConfigException for a reference that is not well formed */
    Value apply(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        String variable = null;
        String unset = null;
        int from = 0;
        for (int dollar = raw.indexOf("${"); dollar >= 0; dollar = raw.indexOf("${", from)) {
            if (dollar > from && raw.charAt(dollar - 1) == '$') {
                text.append(raw, from, dollar - 1).append("${");
                from = dollar + 2;
                continue;
            }
            text.append(raw, from, dollar);
            int end = end(raw, dollar + 2);
            Value value = lookUp(raw.substring(dollar + 2, end));
            text.append(value.text);
            variable = value.variable;
            unset = unset == null ? value.unset : unset;
            from = end + 1;
        }
        return new Value(text.append(raw, from, raw.length()).toString(), variable, unset);
    }

    /** What an environment variable holds, null where it is unset. */
    Function<String, @Nullable String> env() {
        return env;
    }

    boolean isSet(String variable) {
        String value = env.apply(variable);
        return value != null && !value.isEmpty();
    }

    private Value lookUp(String reference) {
        Matcher name = NAME.matcher(reference);
        if (!name.lookingAt()) {
            throw new InvalidConfigException("", "has a ${…} without a variable's name; $${ is a literal ${");
        }
        String rest = reference.substring(name.end());
        if (!rest.isEmpty() && !rest.startsWith(":-")) {
            throw new InvalidConfigException("", "has a ${…} that is neither ${VAR} nor ${VAR:-default}");
        }
        String variable = name.group();
        String value = env.apply(variable);
        if (value != null && !(value.isEmpty() && !rest.isEmpty())) {
            return new Value(value, variable, null);
        }
        if (rest.isEmpty()) {
            return new Value("", variable, variable);
        }
        Value fallback = apply(rest.substring(2));
        return new Value(fallback.text, variable, fallback.unset);
    }

    /** The closing brace of the reference that starts before {@code from}; references nest in defaults. */
    private static int end(String raw, int from) {
        int depth = 1;
        for (int i = from; i < raw.length(); i++) {
            if (raw.startsWith("${", i)) {
                depth++;
            } else if (raw.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        throw new InvalidConfigException("", "has a ${ without its }; $${ is a literal ${");
    }
}
