package io.penstock.shared.chat.error;

import org.jspecify.annotations.Nullable;

/** Every error Penstock itself can give, one method a row of the error table in the README's API section. */
public final class ApiErrors {

    private static final String INVALID = "invalid_request_error";
    private static final String UNAVAILABLE = "service_unavailable";
    private static final String BAD_GATEWAY = "bad_gateway";
    private static final String TIMEOUT = "timeout_error";

    private ApiErrors() {}

    // The request's own fault: the same request would fail again.

    public static ApiError badRequest(@Nullable String param, String message) {
        return lasting(400, INVALID, message, param, null);
    }

    public static ApiError unsupportedParameter(String param, String message) {
        return lasting(400, INVALID, message, param, "unsupported_parameter");
    }

    public static ApiError invalidApiKey(String message) {
        return lasting(401, "authentication_error", message, null, "invalid_api_key");
    }

    public static ApiError modelNotAllowed(String model) {
        return lasting(
                403,
                "permission_error",
                "Your key may not use the model '" + model + "'",
                "model",
                "model_not_allowed");
    }

    public static ApiError modelNotFound(String model) {
        return lasting(404, INVALID, "The model '" + model + "' does not exist", "model", "model_not_found");
    }

    public static ApiError unknownUrl(String method, String path) {
        return lasting(404, "not_found_error", "Unknown request URL: " + method + " " + path, null, "unknown_url");
    }

    public static ApiError methodNotAllowed(String method, String path, String allowed) {
        return lasting(
                405,
                INVALID,
                "The method " + method + " is not allowed for " + path + "; use " + allowed,
                null,
                "method_not_allowed");
    }

    public static ApiError tooLarge(long maxBytes) {
        return lasting(
                413,
                INVALID,
                "The request body is larger than the " + maxBytes + " bytes allowed here (http.maxBody)",
                null,
                "request_too_large");
    }

    public static ApiError unsupportedMediaType(@Nullable String contentType) {
        String got = contentType == null ? "has no content-type" : "has content-type '" + contentType + "'";
        return lasting(415, INVALID, "The request " + got + "; send application/json", null, "unsupported_media_type");
    }

    public static ApiError unsupportedEncoding(String encoding) {
        String message = "The request body has content-encoding '" + encoding + "'; send it without";
        return lasting(415, INVALID, message, null, "unsupported_media_type");
    }

    /** @param status 400, 414 or 431 */
    public static ApiError malformedHttp(int status, String why) {
        return lasting(status, INVALID, "The request cannot be read: " + why, null, null);
    }

    // Passing conditions: the same request may succeed later.

    public static ApiError requestTimeout(long millis) {
        return passing(
                408,
                TIMEOUT,
                "The request did not arrive whole within " + millis + " ms (http.readTimeout)",
                "request_timeout");
    }

    /** @param code which kind of limit: {@code requests}, {@code tokens} or {@code concurrency} */
    public static ApiError rateLimited(String code, String message, long retryAfterMillis) {
        return passing(429, "rate_limit_exceeded", message, code).withRetryAfter(retryAfterMillis);
    }

    /** A demand that is larger than the limit itself. */
    public static ApiError rateLimitedForGood(String code, String message) {
        return lasting(429, "rate_limit_exceeded", message, null, code);
    }

    /** Says nothing of the cause; the log has it under the request id. */
    public static ApiError internal(String requestId) {
        return new ApiError(
                500,
                "internal_server_error",
                "Something went wrong in Penstock; its log has the details under request id " + requestId,
                null,
                null,
                -1,
                false);
    }

    public static ApiError noWorker(String provider) {
        return passing(503, UNAVAILABLE, "No live node serves the provider '" + provider + "' now", "no_worker");
    }

    /** For one that is served only while it runs on a node's machine. */
    public static ApiError notRunning(String provider) {
        return passing(
                503,
                UNAVAILABLE,
                "The provider '" + provider + "' is not running on the machine of any live node; once it is started,"
                        + " it is found within seconds",
                "no_worker");
    }

    /** No node of this installation has the provider's key: asking again cannot help. */
    public static ApiError providerDisabled(String provider, String variables) {
        return lasting(
                503,
                UNAVAILABLE,
                "The provider '" + provider + "' is switched off: the environment variable " + variables
                        + " is not set where Penstock runs",
                null,
                "no_worker");
    }

    public static ApiError draining() {
        return passing(503, UNAVAILABLE, "This node is shutting down; try again", "draining")
                .withRetryAfter(1000);
    }

    public static ApiError overloaded(String what) {
        return passing(503, UNAVAILABLE, "Penstock is at its capacity: " + what, "overloaded")
                .withRetryAfter(1000);
    }

    /** The shared counters cannot answer: no quorum, or their owner is being replaced. */
    public static ApiError limitsUnavailable() {
        return passing(
                        503,
                        UNAVAILABLE,
                        "The cluster cannot check this key's limits now (no quorum, or a member is being replaced)",
                        "limits_unavailable")
                .withRetryAfter(1000);
    }

    // The provider's fault: passed on once Penstock's own retries are spent.

    public static ApiError providerError(String message, @Nullable String code) {
        return lasting(502, BAD_GATEWAY, message, null, code == null ? "provider_error" : code);
    }

    public static ApiError providerUnreachable(String message) {
        return lasting(502, BAD_GATEWAY, message, null, "provider_unreachable");
    }

    public static ApiError providerAuth(String provider) {
        return lasting(
                502,
                BAD_GATEWAY,
                "The provider '" + provider + "' refused Penstock's own credentials; its operator must mend them",
                null,
                "provider_auth");
    }

    /** A node of ours that held the answer died, or part of it was lost between nodes. */
    public static ApiError workerLost(String what) {
        return lasting(502, BAD_GATEWAY, "The answer was lost inside Penstock: " + what, null, "worker_lost");
    }

    public static ApiError upstreamTruncated(String message) {
        return lasting(502, BAD_GATEWAY, message, null, "upstream_truncated");
    }

    public static ApiError upstreamMalformed(String message) {
        return lasting(502, BAD_GATEWAY, message, null, "upstream_malformed");
    }

    public static ApiError allProvidersUnavailable(String model, String lastMessage) {
        return lasting(
                503,
                UNAVAILABLE,
                "All providers of the model '" + model + "' failed; the last one: " + lastMessage,
                null,
                "all_providers_unavailable");
    }

    public static ApiError providerOverloaded(String message, long retryAfterMillis) {
        return lasting(503, UNAVAILABLE, message, null, "provider_overloaded").withRetryAfter(retryAfterMillis);
    }

    public static ApiError providerRateLimited(String message, @Nullable String code, long retryAfterMillis) {
        return lasting(429, "rate_limit_exceeded", message, null, code == null ? "rate_limit_exceeded" : code)
                .withRetryAfter(retryAfterMillis);
    }

    /** @param deadline which one ran out: {@code connect}, {@code first-token}, {@code idle} or {@code total} */
    public static ApiError providerTimeout(String provider, String deadline, long millis) {
        return lasting(
                504,
                TIMEOUT,
                "The provider '" + provider + "' did not meet the " + deadline + " deadline of " + millis + " ms",
                null,
                "provider_timeout");
    }

    /** The request's own deadline, shorter than the model's. */
    public static ApiError clientTimeout(long millis) {
        return lasting(
                504,
                TIMEOUT,
                "The request was not answered within the " + millis + " ms of its own x-penstock-timeout",
                null,
                "client_timeout");
    }

    /** No attempt could begin: the request itself took its time to come. */
    public static ApiError requestTooLate(long millis) {
        return lasting(
                504,
                TIMEOUT,
                "The request took all of the " + millis + " ms that its model allows (timeouts.total) to arrive",
                null,
                "provider_timeout");
    }

    private static ApiError lasting(
            int status, String type, String message, @Nullable String param, @Nullable String code) {
        return new ApiError(status, type, message, param, code, -1, true);
    }

    private static ApiError passing(int status, String type, String message, String code) {
        return new ApiError(status, type, message, null, code, -1, false);
    }
}
