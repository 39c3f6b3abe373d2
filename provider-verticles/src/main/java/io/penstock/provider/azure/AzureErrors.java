package io.penstock.provider.azure;

import io.penstock.provider.upstream.errors.ErrorBody;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Azure's errors are in OpenAI's form, but for their codes, and for where they say when to come back. */
final class AzureErrors {

    private static final String POLICY = "ResponsibleAIPolicyViolation";
    private static final List<String> LIMITS = List.of("-requests", "-tokens", "");

    private static final Pattern IN_WORDS = Pattern.compile("retry after ([0-9]{1,6}) (?:second|milli)");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)s?");

    private AzureErrors() {}

    static ErrorBody read(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        if (POLICY.equals(error.code())) {
            return error.withKind("content_filter");
        }
        return switch (status) {
            // Neither the deployment's name nor the resource's address is the client's to choose.
            case 404 -> error.withKind("deployment_not_found");
            case 429 -> error.withRetryAfter(retryAfter(headers, error));
            default -> error;
        };
    }

    /** Where there is no header {@code retry-after}: the sentence says it, or else the limits' own headers. */
    private static long retryAfter(MultiMap headers, ErrorBody error) {
        Matcher told = IN_WORDS.matcher(error.message() == null ? "" : error.message());
        if (told.find()) {
            long number = Long.parseLong(told.group(1));
            return told.group().endsWith("milli") ? number : number * 1000;
        }
        long latest = error.retryAfterMillis();
        for (String limit : LIMITS) {
            String left = headers.get("x-ratelimit-remaining" + limit);
            if (left == null || left.startsWith("-") || left.equals("0")) {
                latest = Math.max(latest, millis(headers.get("x-ratelimit-reset" + limit)));
            }
        }
        return latest > 0 ? latest : -1;
    }

    private static long millis(@Nullable String seconds) {
        Matcher matcher = SECONDS.matcher(seconds == null ? "" : seconds.trim());
        return matcher.matches() ? (long) Math.ceil(Double.parseDouble(matcher.group(1)) * 1000) : -1;
    }
}
