package io.penstock.shared.config.model;

import io.penstock.shared.config.value.InvalidConfigException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which request parameters a target may set. */
final class ParameterNames {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** What makes the request this one and no other, and what Penstock itself depends on. */
    private static final Set<String> OF_THE_REQUEST = Set.of("model", "models", "messages", "stream", "stream_options");

    private ParameterNames() {}

    static void check(String component, Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidConfigException(
                        component + "." + name, "is not a parameter's: 1 to 64 letters, digits, '_', '.' or '-'");
            }
            if (OF_THE_REQUEST.contains(name)) {
                throw new InvalidConfigException(
                        component + "." + name, "cannot be given here: '" + name + "' is the request's own");
            }
        }
    }
}
