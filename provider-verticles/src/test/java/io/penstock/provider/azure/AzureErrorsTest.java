package io.penstock.provider.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureErrorsTest {

    private static Failure of(int status, MultiMap headers, String body) {
        return new UpstreamErrors("azure", List.of(), AzureErrors::read)
                .of(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Failure of(int status, String body) {
        return of(status, MultiMap.caseInsensitiveMultiMap(), body);
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "Please retry after 20 seconds., 20000",
        "Please retry after 1 second., 1000",
        "Please retry after 750 milliseconds., 750",
        "Please retry after 86400 seconds., 86400000",
        "Rate limit is exceeded. Try again in 2 seconds., 2000",
        "Please retry after 0 seconds., -1",
        "Please retry later., -1",
    })
    void readsWhenToComeBackFromTheSentence(String sentence, long millis) {
        assertEquals(millis, of(429, error("429", sentence)).error().retryAfterMillis());
    }

    @Test
    void prefersTheHeaderToTheSentence() {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("retry-after", "3").add("retry-after-ms", "2750");
        String body = error("429", "Please retry after 20 seconds.");
        assertEquals(2750, of(429, headers, body).error().retryAfterMillis());
        assertEquals(
                3000, of(429, headers.remove("retry-after-ms"), body).error().retryAfterMillis());
    }

    @ParameterizedTest
    @CsvSource({
        // Only a limit that is used up holds a request back.
        "0, 12, 500, 30, 12000",
        "3, 12, 0, 30, 30000",
        "0, 12, 0, 30, 30000",
        "0, 1.5s, 7, 30, 1500",
        "7, 12, 500, 30, -1",
        "0, soon, 7, 30, -1",
        "-1, 5, 7, 30, 5000",
    })
    void readsWhenToComeBackFromTheLimitsThatAreUsedUp(
            String requestsLeft, String requestsReset, String tokensLeft, String tokensReset, long millis) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("x-ratelimit-remaining-requests", requestsLeft)
                .add("x-ratelimit-reset-requests", requestsReset)
                .add("x-ratelimit-remaining-tokens", tokensLeft)
                .add("x-ratelimit-reset-tokens", tokensReset);
        assertEquals(millis, of(429, headers, error("429", "Too many.")).error().retryAfterMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "404, DeploymentNotFound, The API deployment for this resource does not exist., OTHER_TARGET",
        "404, 404, Resource not found, OTHER_TARGET",
        "400, OperationNotSupported, The chatCompletion operation does not work with the specified model., OTHER_TARGET",
        "400, BadRequest, API version not supported, OTHER_TARGET",
        "400, BadRequest, Invalid messages., NEVER",
        "400, invalid_value, This api version knows no such value., NEVER",
    })
    void tellsTheDeploymentsFaultFromTheRequests(int status, String code, String message, Failure.Retry retry) {
        Failure failure = of(status, error(code, message));
        assertEquals(retry, failure.retry());
        assertEquals(status, failure.error().status());
        assertEquals(code, failure.error().code());
        assertEquals(message, failure.error().message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"content_filter", "ResponsibleAIPolicyViolation"})
    void takesAViolationOfThePolicyForAFilter(String code) {
        Failure filtered = of(400, error(code, "The response was filtered."));
        assertEquals(Failure.Retry.NEVER, filtered.retry());
        assertEquals("content_filter", filtered.error().code());
        assertEquals(400, filtered.error().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"error\":{}}", "{\"error\":1}", "{\"error\":{\"message\":{}}}"})
    void takesAnyBody(String body) {
        assertEquals(502, of(500, body).error().status());
        assertEquals(429, of(429, body).error().status());
        assertEquals(Failure.Retry.NEVER, of(400, body).retry());
        assertEquals(Failure.Retry.OTHER_TARGET, of(404, body).retry());
    }
}
