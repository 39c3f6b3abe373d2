package io.penstock.provider.upstream.errors;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a provider wants to be asked again: {@code retry-after-ms}, {@code retry-after} (RFC 9110, section
 * 10.2.3). Never 0: a provider that says so has not said when, and Penstock means another free key by it.
 */
final class RetryAfter {

    /** Nothing known. */
    static final long NONE = -1;

    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)");
    private static final Pattern SECONDS = Pattern.compile(NUMBER + "s");

    private static final Pattern IN_MESSAGE = Pattern.compile("(?:[Tt]ry again in|[Rr]etry after) "
            + "(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m(?!s))?(?:" + NUMBER + " ?(ms|milli|s))?");

    private RetryAfter() {}

    /** Milliseconds from now; {@link #NONE} for what is no number or date, is now, or lies behind. */
    static long millis(MultiMap headers, Clock clock) {
        long exact = number(headers.get("retry-after-ms"), NUMBER, 1);
        return exact != NONE ? exact : header(headers.get("retry-after"), clock);
    }

    /** A duration such as Gemini's {@code retryDelay}: {@code 13.5s}. */
    static long ofDuration(@Nullable String text) {
        return number(text, SECONDS, 1000);
    }

    /**
     * Of a message for a person, such as Groq's {@code Please try again in 1m23.4s}, or {@code 450ms}, and Azure's
     * {@code Please retry after 20 seconds}.
     */
    static long inMessage(@Nullable String message) {
        Matcher matcher = IN_MESSAGE.matcher(message == null ? "" : message);
        if (!matcher.find()) {
            return NONE;
        }
        double millis = part(matcher.group(1), 3_600_000)
                + part(matcher.group(2), 60_000)
                + part(matcher.group(3), "s".equals(matcher.group(4)) ? 1000 : 1);
        return positive((long) Math.ceil(millis));
    }

    private static double part(@Nullable String number, int unitMillis) {
        return number == null ? 0 : Double.parseDouble(number) * unitMillis;
    }

    private static long header(@Nullable String text, Clock clock) {
        long seconds = number(text, NUMBER, 1000);
        if (seconds != NONE || text == null) {
            return seconds;
        }
        try {
            Instant when = ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return positive(when.toEpochMilli() - clock.millis());
        } catch (DateTimeParseException garbage) {
            return NONE;
        }
    }

    private static long number(@Nullable String text, Pattern form, long unitMillis) {
        Matcher matcher = form.matcher(text == null ? "" : text.trim());
        return matcher.matches() ? positive((long) Math.ceil(Double.parseDouble(matcher.group(1)) * unitMillis)) : NONE;
    }

    private static long positive(long millis) {
        return millis > 0 ? millis : NONE;
    }
}
