package io.penstock.gateway.chat;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's headers say of its way.
 *
 * @param provider {@code x-penstock-provider}: only targets at this one are tried; null for any
 * @param timeoutMillis {@code x-penstock-timeout}: the request's own deadline, which can only be shorter than
 *     the model's; -1 for none
 * @param noRetry {@code x-penstock-no-retry}: one attempt, and no hedge
 */
record Steering(@Nullable String provider, long timeoutMillis, boolean noRetry) {

    private static final String PROVIDER = "x-penstock-provider";
    private static final String TIMEOUT = "x-penstock-timeout";
    private static final String NO_RETRY = "x-penstock-no-retry";
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");

    /** @throws ApiException 400 for a value that says nothing */
    static Steering of(MultiMap headers) {
        String provider = headers.get(PROVIDER);
        return new Steering(
                provider == null ? null : provider.trim(), timeout(headers.get(TIMEOUT)), flag(headers.get(NO_RETRY)));
    }

    boolean allows(String targetProvider) {
        return provider == null || provider.equals(targetProvider);
    }

    /** The request's whole time, in milliseconds. */
    long total(long ofModel) {
        return timeoutMillis < 0 ? ofModel : Math.min(ofModel, timeoutMillis);
    }

    private static long timeout(@Nullable String text) {
        if (text == null) {
            return -1;
        }
        Matcher matcher = DURATION.matcher(text.trim());
        long amount = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        if (amount == 0) {
            throw invalid(TIMEOUT, "a whole number above 0 and its unit, such as 800ms, 30s or 2m");
        }
        return switch (matcher.group(2)) {
            case "ms" -> amount;
            case "s" -> amount * 1000;
            default -> amount * 60_000;
        };
    }

    private static boolean flag(@Nullable String text) {
        if (text == null) {
            return false;
        }
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw invalid(NO_RETRY, "true or false");
        };
    }

    private static ApiException invalid(String header, String expected) {
        return new ApiException(ApiErrors.badRequest(null, "Invalid header " + header + ": expected " + expected));
    }
}
