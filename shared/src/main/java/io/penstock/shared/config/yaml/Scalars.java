package io.penstock.shared.config.yaml;

import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values. Each method throws {@link InvalidConfigException} with an empty path and without the value. */
final class Scalars {

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern PERCENTILE = Pattern.compile("p\\d{1,2}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)?");

    private Scalars() {}

    static long whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw invalid("is not a whole number of at most 18 digits");
        }
        return Long.parseLong(text);
    }

    static int integer(String text) {
        long value = whole(text);
        if (value != (int) value) {
            throw invalid("is out of range");
        }
        return (int) value;
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw invalid("is not a duration; use a whole number and its unit, such as 500ms, 30s, 10m, 1h or 1d");
        }
        ChronoUnit unit =
                switch (matcher.group(2)) {
                    case "ms" -> ChronoUnit.MILLIS;
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(matcher.group(1)), unit);
    }

    /** The number in {@code p95} and its like; 0 for any other text. */
    static int percentile(String text) {
        return PERCENTILE.matcher(text).matches() ? Integer.parseInt(text.substring(1)) : 0;
    }

    /** Bytes. */
    static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw invalid("is not a size; use bytes or a unit, such as 65536, 64KiB, 32MiB or 1GiB");
        }
        String unit = matcher.group(2);
        int shift = unit == null ? 0 : unit.equals("KiB") ? 10 : unit.equals("MiB") ? 20 : 30;
        return Long.parseLong(matcher.group(1)) << shift;
    }

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("must be true or false");
        };
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw invalid("is not a moment; use ISO 8601 with a time zone, such as 2027-06-30T00:00:00Z");
        }
    }

    static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw invalid("is not a URL");
        }
    }

    /** The constants in lower case, with hyphens. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> words = Arrays.stream(constants).map(Scalars::word).toList();
        return text -> {
            int index = words.indexOf(text);
            if (index < 0) {
                throw invalid("must be one of: " + String.join(", ", words) + Nearest.hint(text, words));
            }
            return constants[index];
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static InvalidConfigException invalid(String problem) {
        return new InvalidConfigException("", problem);
    }
}
