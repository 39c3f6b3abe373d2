package io.penstock.provider.anthropic.answer;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * When a limit is full again, as {@code anthropic-ratelimit-*-reset} tells in RFC 3339, each beside its
 * {@code -remaining} (platform.claude.com/docs/en/api/rate-limits).
 */
final class LimitResets {

    private static final long UNKNOWN = -1;
    private static final String[] LIMITS = {"requests", "input-tokens", "output-tokens", "tokens"};

    private LimitResets() {}

    /** Until all that is used up is there again; where nothing is said to be, until the first limit is. -1: unknown. */
    static long millisUntilNext(MultiMap headers, Instant now) {
        long usedUp = UNKNOWN;
        long first = UNKNOWN;
        for (String limit : LIMITS) {
            long millis = millis(headers.get("anthropic-ratelimit-" + limit + "-reset"), now);
            if (millis > 0) {
                first = first == UNKNOWN ? millis : Math.min(first, millis);
                if ("0".equals(headers.get("anthropic-ratelimit-" + limit + "-remaining"))) {
                    usedUp = Math.max(usedUp, millis);
                }
            }
        }
        return usedUp == UNKNOWN ? first : usedUp;
    }

    private static long millis(@Nullable String when, Instant now) {
        try {
            return when == null
                    ? UNKNOWN
                    : Duration.between(now, OffsetDateTime.parse(when.trim()).toInstant())
                            .toMillis();
        } catch (DateTimeException | ArithmeticException garbage) {
            return UNKNOWN;
        }
    }
}
