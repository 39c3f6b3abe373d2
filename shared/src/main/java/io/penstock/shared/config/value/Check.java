package io.penstock.shared.config.value;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks that several records share. Each throws {@link InvalidConfigException} for the named component. */
public final class Check {

    /** Names become parts of bus addresses, headers and metric labels. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Timers take milliseconds as an int in places; a week is far below that and above any use. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private Check() {}

    public static void range(String component, long value, long min, long max) {
        range(component, value, min, max, "must be " + min + " to " + max);
    }

    public static void range(String component, long value, long min, long max, String problem) {
        if (value < min || value > max) {
            throw new InvalidConfigException(component, problem);
        }
    }

    public static void port(String component, int value) {
        range(component, value, 0, 65535);
    }

    /** Between 1 ms and 7 days. */
    public static void positive(String component, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new InvalidConfigException(component, "must be 1ms to 7d");
        }
    }

    public static void host(String component, String value) {
        if (value.isBlank() || value.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
            throw new InvalidConfigException(component, "is not a host name or an IP address");
        }
    }

    public static void name(String component, @Nullable String value) {
        if (value != null && !NAME.matcher(value).matches()) {
            throw new InvalidConfigException(
                    component, "is not a name: 1 to 64 letters, digits, '.', '_' or '-', first a letter or digit");
        }
    }

    /** Free text of 1 to 256 characters that is safe on one line: no white space but inner spaces, no controls. */
    public static void line(String component, String value) {
        if (!isLine(value)) {
            throw new InvalidConfigException(
                    component, "must be 1 to 256 characters on one line, without spaces around it");
        }
    }

    public static boolean isLine(String value) {
        return !value.isBlank()
                && value.length() <= 256
                && value.equals(value.strip())
                && value.chars().noneMatch(Character::isISOControl);
    }

    /** Unmodifiable, and in the order of the file. */
    public static <V> Map<String, V> ordered(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
