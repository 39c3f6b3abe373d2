package io.penstock.provider.azure;

import io.penstock.provider.upstream.errors.ErrorBody;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Azure's errors are in OpenAI's form, but for their codes, and for where they say when to come back. */
final class AzureErrors {

    private static final String POLICY = "ResponsibleAIPolicyViolation";
    /** The kind of errors that another target may not have. */
    private static final String OF_DEPLOYMENT = "deployment_not_found";

    private static final List<String> LIMITS = List.of("-requests", "-tokens", "");

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)s?");

    private AzureErrors() {}

    static ErrorBody read(int status, MultiMap headers, byte[] body) {
        ErrorBody error = ErrorBody.read(body);
        if (POLICY.equals(error.code())) {
            return error.withKind("content_filter");
        }
        return switch (status) {
            // Neither the deployment's name nor the resource's address is the client's to choose.
            case 404 -> error.withKind(OF_DEPLOYMENT);
            case 400 -> isOfDeployment(error) ? error.withKind(OF_DEPLOYMENT) : error;
            case 429 -> error.retryAfterMillis() > 0 ? error : error.withRetryAfter(latestReset(headers));
            default -> error;
        };
    }

    /** A deployment of no chat model, or a version of the API that is not known, or not to its model. */
    private static boolean isOfDeployment(ErrorBody error) {
        String message = error.message() == null ? "" : error.message().toLowerCase(Locale.ROOT);
        return "OperationNotSupported".equals(error.code())
                || ("BadRequest".equals(error.code()) && message.contains("api version"));
    }

    /** Where neither a header {@code retry-after} nor a sentence says it: the limits' own headers. */
    private static long latestReset(MultiMap headers) {
        long latest = -1;
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
