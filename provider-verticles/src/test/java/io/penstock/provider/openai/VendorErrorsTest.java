package io.penstock.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.ProviderType;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorErrorsTest {

    private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(1_760_000_000_000L), ZoneOffset.UTC);

    private static Failure of(ProviderType type, int status, MultiMap headers, String body) {
        return new UpstreamErrors("acme", List.of(), VendorErrors.of(type, NOW))
                .of(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Failure of(ProviderType type, int status, String body) {
        return of(type, status, MultiMap.caseInsensitiveMultiMap(), body);
    }

    @Test
    void takesXaisSafetyCheckForAFilterAndNotForABadKey() {
        Failure filtered = of(
                ProviderType.XAI,
                403,
                "{\"code\":\"The caller does not have permission to execute the specified operation\",\"error\":"
                        + "\"Content violates usage guidelines. Team: t, Failed check: SAFETY_CHECK_TYPE_BIO\"}");
        assertEquals(Failure.Retry.NEVER, filtered.retry());
        assertEquals(400, filtered.error().status());
        Failure refused =
                of(ProviderType.XAI, 403, "{\"code\":\"permission-denied\",\"error\":\"Your team has no access.\"}");
        assertEquals("provider_auth", refused.error().code());
        Failure badKey = of(
                ProviderType.XAI,
                400,
                "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xx\"}");
        assertEquals("provider_auth", badKey.error().code());
    }

    @Test
    void readsWhenOpenRoutersLimitEnds() {
        Failure limited = of(
                ProviderType.OPENROUTER,
                429,
                "{\"error\":{\"message\":\"Rate limit exceeded: free-models-per-min.\",\"code\":429,\"metadata\":"
                        + "{\"headers\":{\"X-RateLimit-Limit\":\"20\",\"X-RateLimit-Reset\":\"1760000012345\"}}}}");
        assertEquals(12_345, limited.error().retryAfterMillis());
        assertEquals(Failure.Retry.ANYWHERE, limited.retry());
        Failure past = of(
                ProviderType.OPENROUTER,
                429,
                "{\"error\":{\"message\":\"m\",\"metadata\":{\"headers\":{\"X-RateLimit-Reset\":\"1\"}}}}");
        assertEquals(-1, past.error().retryAfterMillis());
    }

    @Test
    void passesOnWhatTheVendorBehindOpenRouterSaid() {
        Failure failure = of(
                ProviderType.OPENROUTER,
                502,
                "{\"error\":{\"message\":\"Provider returned error\",\"code\":502,\"metadata\":"
                        + "{\"raw\":\"upstream is down\",\"provider_name\":\"X\"}}}");
        assertTrue(failure.error().message().endsWith("Provider returned error: upstream is down"));
    }

    @Test
    void takesOpenRoutersModerationForAFilter() {
        Failure filtered = of(
                ProviderType.OPENROUTER,
                403,
                "{\"error\":{\"message\":\"Input was flagged\",\"code\":403,\"metadata\":"
                        + "{\"reasons\":[\"violence\"],\"flagged_input\":\"…\"}}}");
        assertEquals(Failure.Retry.NEVER, filtered.retry());
        assertEquals(
                "provider_auth",
                of(ProviderType.OPENROUTER, 403, "{\"error\":{\"message\":\"Key limit\",\"code\":403}}")
                        .error()
                        .code());
    }

    @ParameterizedTest
    @CsvSource({"3, 3000", "1.25, 1250", "0, -1", "soon, -1", "-4, -1"})
    void readsTogethersReset(String header, long millis) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("x-ratelimit-reset", header);
        String body = "{\"error\":{\"message\":\"Rate limited\",\"type\":\"dynamic_request_limited\"}}";
        assertEquals(
                millis, of(ProviderType.TOGETHER, 429, headers, body).error().retryAfterMillis());
        assertEquals(-1, of(ProviderType.MISTRAL, 429, headers, body).error().retryAfterMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "403, 3041, provider_auth, OTHER_TARGET",
        "401, 10000, provider_auth, OTHER_TARGET",
        "400, 10001, provider_auth, OTHER_TARGET",
        "429, 3036, 3036, OTHER_TARGET",
        "429, 3040, 3040, ANYWHERE",
        "400, 5007, 5007, NEVER",
        "413, 3006, 3006, NEVER",
    })
    void readsCloudflaresCodes(int status, String code, String expected, Failure.Retry retry) {
        Failure failure = of(
                ProviderType.WORKERS_AI,
                status,
                "{\"errors\":[{\"message\":\"AiError: no\",\"code\":" + code
                        + "}],\"success\":false,\"result\":{},\"messages\":[]}");
        assertEquals(expected, failure.error().code());
        assertEquals(retry, failure.retry());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"errors\":[]}", "{\"errors\":[1]}", "{\"error\":{\"metadata\":1}}"})
    void takesAnyBody(String body) {
        for (ProviderType type : ProviderType.values()) {
            assertEquals(502, of(type, 500, body).error().status());
        }
    }
}
