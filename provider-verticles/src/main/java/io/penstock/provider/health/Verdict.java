package io.penstock.provider.health;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the end of a call says of its target.
 *
 * @param pauseMillis how long to leave it alone, for {@link Kind#PAUSE}
 * @param why for people; no words of the provider, which could tell anything
 */
record Verdict(Kind kind, long pauseMillis, String why) {

    enum Kind {
        /** It answered. */
        WELL,
        FAILED,
        /** It asked not to be called for a while. */
        PAUSE,
        /** Nothing: the call did not come so far. */
        NONE
    }

    static final Verdict WELL = new Verdict(Kind.WELL, 0, "");
    static final Verdict NONE = new Verdict(Kind.NONE, 0, "");
    static final Verdict TOO_SLOW = new Verdict(Kind.FAILED, 0, "total deadline passed");

    private static final Pattern STATUS = Pattern.compile("answered with status \\d{3}");
    private static final Pattern UNREACHABLE = Pattern.compile("' (cannot be [^']{1,60}|closed [^']{1,60})$");

    static Verdict of(Failure failure) {
        ApiError error = failure.error();
        long retryAfter = error.retryAfterMillis();
        return switch (failure.cause()) {
            case REQUEST -> WELL;
            case PENSTOCK -> NONE;
            // With 0 another key of the provider is free: not the target is at fault.
            case RATE_LIMIT ->
                retryAfter == 0
                        ? NONE
                        : failure.retry() == Failure.Retry.OTHER_TARGET
                                ? pause(
                                        retryAfter > 0 ? retryAfter : Rules.CREDENTIALS_PAUSE_MILLIS,
                                        "the account has no credit")
                                : pause(
                                        retryAfter > 0 ? retryAfter : Rules.RATE_PAUSE_MILLIS,
                                        "the provider limits the rate");
            case CREDENTIALS ->
                retryAfter == 0
                        ? NONE
                        : pause(
                                retryAfter > 0 ? retryAfter : Rules.CREDENTIALS_PAUSE_MILLIS,
                                "the provider refuses the API keys");
            default -> {
                String why = why(failure);
                yield retryAfter > 0 ? pause(retryAfter, why + ", with retry-after") : new Verdict(Kind.FAILED, 0, why);
            }
        };
    }

    private static Verdict pause(long millis, String why) {
        return new Verdict(Kind.PAUSE, Math.min(millis, Rules.LONGEST_PAUSE_MILLIS), why);
    }

    private static String why(Failure failure) {
        String deadline = failure.cause().deadline();
        if (deadline != null) {
            return deadline + " deadline passed";
        }
        String message = failure.error().message();
        return switch (Objects.requireNonNullElse(failure.error().code(), "")) {
            case "upstream_truncated" -> "its answer broke off";
            case "upstream_malformed" -> "its answer cannot be read";
            case "provider_auth" -> "the API key may not use the model";
            case "provider_unreachable" -> {
                Matcher words = UNREACHABLE.matcher(message);
                yield words.find() ? words.group(1) : "cannot be reached";
            }
            default -> {
                Matcher status = STATUS.matcher(message);
                yield status.find() ? status.group() : "sent an error";
            }
        };
    }
}
