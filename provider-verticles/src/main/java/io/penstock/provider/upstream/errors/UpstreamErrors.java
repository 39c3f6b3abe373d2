package io.penstock.provider.upstream.errors;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's error means for the client and for another attempt. One per configured provider;
 * any thread.
 *
 * <ul>
 *   <li>the request's own fault (400, 404, 413, 422, a content filter): passed on, never retried;
 *   <li>Penstock's credentials (401, 403, or a 400 that says so), an account without credit (402, or
 *       one that says so), a redirect: another key or target may work, this one will not;
 *   <li>a model that Penstock's key may not use (a 403 that says so), a deployment that is not there: the target's
 *       fault, not the key's;
 *   <li>everything else passes: another attempt anywhere.
 * </ul>
 */
public final class UpstreamErrors {

    /** What clients know it by, whatever a provider calls it. */
    private static final String CONTENT_FILTER = "content_filter";

    private final String provider;
    private final SecretMask mask;
    private final ErrorReader reader;
    private final Clock clock;

    /**
     * @param provider its name in the configuration
     * @param secrets its keys, which no message may contain
     */
    public UpstreamErrors(String provider, Collection<String> secrets) {
        this(provider, secrets, ErrorReader.COMMON);
    }

    /** @param reader of the provider's own form of errors */
    public UpstreamErrors(String provider, Collection<String> secrets, ErrorReader reader) {
        this(provider, secrets, reader, Clock.systemUTC());
    }

    /** The provider's name, for messages. */
    public String provider() {
        return provider;
    }

    UpstreamErrors(String provider, Collection<String> secrets, Clock clock) {
        this(provider, secrets, ErrorReader.COMMON, clock);
    }

    private UpstreamErrors(String provider, Collection<String> secrets, ErrorReader reader, Clock clock) {
        this.provider = provider;
        this.mask = new SecretMask(secrets);
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * An answer with a status other than 2xx.
     *
     * @param body may be empty, HTML, or anything
     */
    public Failure of(int status, MultiMap headers, byte[] body) {
        ErrorBody error = reader.read(status, headers, body);
        long header = RetryAfter.millis(headers, clock);
        return failure(
                status,
                error,
                "answered with status " + status,
                null,
                header == RetryAfter.NONE ? error.retryAfterMillis() : header);
    }

    /**
     * An error inside an answer with status 200, such as {@code {"error":{…}}} in a stream. It keeps
     * its own code; what it means is judged by that, by its type, and by a status in it.
     */
    public Failure inBand(byte[] body) {
        return inBand(ErrorBody.read(body));
    }

    /** The same, of an error that is read already. */
    public Failure inBand(ErrorBody error) {
        int status = error.status() == 0 ? statusOf(error) : error.status();
        return failure(status, error, "sent an error", mask.applyIfAny(error.code()), error.retryAfterMillis());
    }

    /**
     * @param how the provider said so, for the message
     * @param code that replaces Penstock's own for failures of the provider, or null
     */
    private Failure failure(int status, ErrorBody error, String how, @Nullable String code, long retryAfterMillis) {
        if (error.mentions("content_filter", "content_policy", "moderation")) {
            return Failure.lasting(withCode(requestError(clientStatus(status), error, how), CONTENT_FILTER));
        }
        if (status == 402 || (status >= 400 && status <= 429 && isAboutCredit(error))) {
            ApiError noCredit = status == 429
                    ? limited(how, error, retryAfterMillis)
                    : providerError(how, error, code, retryAfterMillis);
            return Failure.ofTarget(noCredit).with(Failure.Cause.RATE_LIMIT);
        }
        if (error.mentions(ErrorBody.EXPIRED_CREDENTIALS)) {
            return auth().with(Failure.Retry.ANYWHERE);
        }
        return switch (status) {
            case 401 -> auth();
            case 403 -> isAboutModel(error) ? Failure.ofTarget(ApiErrors.providerAuth(provider)) : auth();
            case 400, 404, 413, 422 -> {
                ApiError request = requestError(status, error, how);
                // The operator has named the deployment, not the client: another target may have one.
                yield isAboutKey(error)
                        ? auth()
                        : error.mentions("deployment_not_found") ? Failure.ofTarget(request) : Failure.lasting(request);
            }
            case 429 -> Failure.passing(limited(how, error, retryAfterMillis)).with(Failure.Cause.RATE_LIMIT);
            // Groq's flex processing has no room; with others, the status means something else.
            case 498 ->
                error.mentions("capacity")
                        ? Failure.passing(
                                withCode(ApiErrors.providerOverloaded(message(how, error), retryAfterMillis), code))
                        : Failure.ofTarget(providerError(how, error, code, retryAfterMillis));
            case 503, 529 ->
                Failure.passing(withCode(ApiErrors.providerOverloaded(message(how, error), retryAfterMillis), code));
            // 499: the provider has cancelled what Penstock waits for; Cohere, Gemini and Groq document it.
            case 408, 409, 424, 425, 499 -> Failure.passing(providerError(how, error, code, retryAfterMillis));
            default -> {
                ApiError other = providerError(how, error, code, retryAfterMillis);
                yield status >= 500 ? Failure.passing(other) : Failure.ofTarget(other);
            }
        };
    }

    /** What the provider said with this status, for a person; without any secret. */
    public String told(int status, MultiMap headers, byte[] body) {
        String message = reader.read(status, headers, body).message();
        return "status " + status + (message == null ? "" : ": " + mask.apply(message));
    }

    /** There are no credentials to call the provider with. */
    public Failure credentialsMissing() {
        return auth();
    }

    private Failure auth() {
        return Failure.ofTarget(ApiErrors.providerAuth(provider)).with(Failure.Cause.CREDENTIALS);
    }

    private ApiError limited(String how, ErrorBody error, long retryAfterMillis) {
        return ApiErrors.providerRateLimited(message(how, error), mask.applyIfAny(error.code()), retryAfterMillis);
    }

    private ApiError providerError(String how, ErrorBody error, @Nullable String code, long retryAfterMillis) {
        return ApiErrors.providerError(message(how, error), code).withRetryAfter(retryAfterMillis);
    }

    /** The provider's words, in Penstock's shape. */
    private ApiError requestError(int status, ErrorBody error, String how) {
        String message = error.message();
        return new ApiError(
                status,
                "invalid_request_error",
                message == null ? message(how, error) : mask.apply(message),
                mask.applyIfAny(error.param()),
                mask.applyIfAny(error.code()),
                RetryAfter.NONE,
                true);
    }

    private static ApiError withCode(ApiError error, @Nullable String code) {
        return code == null
                ? error
                : new ApiError(
                        error.status(),
                        error.type(),
                        error.message(),
                        error.param(),
                        code,
                        error.retryAfterMillis(),
                        error.lasting());
    }

    private String message(String how, ErrorBody error) {
        String what = error.message();
        return "The provider '" + provider + "' " + how + (what == null ? "" : ": " + mask.apply(what));
    }

    /** A filter that a provider reports with a status of its own still is the request's fault. */
    private static int clientStatus(int status) {
        return status == 404 || status == 413 || status == 422 ? status : 400;
    }

    /** Vendors say so with any of 400, 402, 403 and 429. */
    private static boolean isAboutCredit(ErrorBody error) {
        return error.mentions(
                        "insufficient_quota",
                        "insufficient_user_quota",
                        "insufficient_balance",
                        "insufficient_credit",
                        "exceeded_current_quota",
                        "billing_hard_limit",
                        "billing_not_active",
                        "billing_disabled")
                || wordsOf(error).contains("credit balance is too low");
    }

    private static boolean isAboutModel(ErrorBody error) {
        String words = wordsOf(error);
        return error.mentions("model_not_found", "model_permission")
                || words.contains("access to model")
                || words.contains("access to the model");
    }

    private static String wordsOf(ErrorBody error) {
        return error.message() == null ? "" : error.message().toLowerCase(Locale.ROOT);
    }

    /** Gemini, xAI and others answer 400 to a key that is no good. */
    private static boolean isAboutKey(ErrorBody error) {
        String message = wordsOf(error);
        return error.mentions("invalid_api_key", "api_key_invalid", "authentication_error", "unauthenticated")
                || message.contains("api key not valid")
                || message.contains("invalid api key")
                || message.contains("incorrect api key")
                || message.contains("api key expired");
    }

    /** The HTTP status that an error without one would have had. */
    private static int statusOf(ErrorBody error) {
        if (error.mentions("rate_limit", "rate-limit", "too_many", "quota", "throttl", "exhausted")) {
            return 429;
        }
        if (error.mentions("overloaded", "unavailable", "capacity")) {
            return 503;
        }
        if (error.mentions("authentication", "api_key", "unauthenticated", "unauthorized", "permission")) {
            return 401;
        }
        if (error.mentions("not_found")) {
            return 404;
        }
        if (error.mentions("invalid_request", "invalid_argument", "invalid_prompt", "context_length", "badrequest")) {
            return 400;
        }
        return 500;
    }
}
