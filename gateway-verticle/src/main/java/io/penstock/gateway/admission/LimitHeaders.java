package io.penstock.gateway.admission;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.LimitKind;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** What a client is told of its limits: OpenAI's {@code x-ratelimit} headers, and the 429. */
public final class LimitHeaders {

    /** The headers' names for one resource. */
    private record Names(String code, CharSequence limit, CharSequence remaining, CharSequence reset) {
        static Names of(String code) {
            return new Names(code, name("limit", code), name("remaining", code), name("reset", code));
        }

        private static CharSequence name(String what, String code) {
            return HttpHeaders.createOptimized("x-ratelimit-" + what + "-" + code);
        }
    }

    private static final Names REQUESTS = Names.of("requests");
    private static final Names TOKENS = Names.of("tokens");

    private LimitHeaders() {}

    /** Puts the tightest limit of each resource; nothing where nothing is limited. */
    public static void put(MultiMap headers, Admission admission) {
        put(headers, admission, REQUESTS);
        put(headers, admission, TOKENS);
    }

    private static void put(MultiMap headers, Admission admission, Names names) {
        admission.tightest(names.code()).ifPresent(standing -> headers.set(
                        names.limit(), Long.toString(standing.limit()))
                .set(names.remaining(), Long.toString(standing.remaining()))
                .set(names.reset(), duration(standing.resetMillis())));
    }

    /** OpenAI's form of a duration: {@code 12ms}, {@code 1.2s}, {@code 1m3s}, {@code 2h0m5s}. */
    static String duration(long millis) {
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis <= 59_900) {
            long tenths = (millis + 99) / 100;
            return tenths % 10 == 0 ? tenths / 10 + "s" : tenths / 10 + "." + tenths % 10 + "s";
        }
        long seconds = (millis + 999) / 1000;
        String minutes = seconds / 60 % 60 + "m" + seconds % 60 + "s";
        return seconds < 3600 ? minutes : seconds / 3600 + "h" + minutes;
    }

    /** The 429 of a refusal. A demand that no wait can make fit is not worth a retry. */
    public static ApiError refusal(Admission.Refused refused) {
        String what = "Rate limit reached for the " + refused.subject().label() + ": "
                + refused.kind().label() + ": limit " + refused.limit();
        String code = refused.kind().code();
        if (refused.retryAfterMillis() == Admission.Refused.NEVER) {
            return ApiErrors.rateLimitedForGood(code, what + ", which this request alone exceeds");
        }
        String when = refused.kind() == LimitKind.CONCURRENT_REQUESTS
                ? "; try again when one of them has ended"
                : "; try again in " + duration(refused.retryAfterMillis());
        return ApiErrors.rateLimited(code, what + ", used " + refused.used() + when, refused.retryAfterMillis());
    }
}
