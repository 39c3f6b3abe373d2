package io.penstock.provider.gemini.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.penstock.provider.gemini.Requests;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class GeminiErrorsTest {

    private final UpstreamErrors errors =
            new UpstreamErrors("google", List.of("AIzaSyKey"), (status, headers, body) -> GeminiErrors.read(body));

    @ParameterizedTest
    @CsvSource({
        "429-retry-info, 429, RESOURCE_EXHAUSTED, ANYWHERE, RATE_LIMIT, 46000",
        "429-in-words, 429, RESOURCE_EXHAUSTED, ANYWHERE, RATE_LIMIT, 3723500",
        "429-vertex, 429, RESOURCE_EXHAUSTED, ANYWHERE, RATE_LIMIT, -1",
        "400-api-key, 502, provider_auth, OTHER_TARGET, CREDENTIALS, -1",
        "401-token, 502, provider_auth, OTHER_TARGET, CREDENTIALS, -1",
        "403-denied, 502, provider_auth, OTHER_TARGET, CREDENTIALS, -1",
        "400-context, 400, context_length_exceeded, NEVER, REQUEST, -1",
        "400-argument, 400, INVALID_ARGUMENT, NEVER, REQUEST, -1",
        "400-location, 502, provider_error, OTHER_TARGET, RATE_LIMIT, -1",
        "404-model, 404, model_not_found, NEVER, REQUEST, -1",
        "500-internal, 502, provider_error, ANYWHERE, PROVIDER, -1",
        "503-overloaded, 503, provider_overloaded, ANYWHERE, PROVIDER, -1",
        "504-deadline, 502, provider_error, ANYWHERE, PROVIDER, -1",
    })
    void readsGooglesErrors(
            String name, int status, String code, Failure.Retry retry, Failure.Cause cause, long after) {
        byte[] body = Requests.fixture(name + ".json");
        Failure failure = errors.of(Integer.parseInt(name.substring(0, 3)), MultiMap.caseInsensitiveMultiMap(), body);
        ApiError error = failure.error();
        assertEquals(status, error.status());
        assertEquals(code, error.code());
        assertEquals(retry, failure.retry());
        assertEquals(cause, failure.cause());
        assertEquals(after, error.retryAfterMillis());
        assertFalse(error.message().isBlank());
    }

    @ParameterizedTest
    @CsvSource({"13.5s,13500", "843.21ms,844", "1m,60000", "2h3s,7203000", "soon,-1"})
    void readsFromTheMessageWhenToAskAgain(String when, long millis) {
        assertEquals(millis, retryAfter("Quota exceeded. Please retry in " + when + "."));
    }

    @Test
    void prefersTheStructuredDelayToTheOneInWords() {
        String body = new String(Requests.fixture("429-retry-info.json"), UTF_8);
        assertEquals(46_000, GeminiErrors.read(body.getBytes(UTF_8)).retryAfterMillis());
    }

    @ParameterizedTest
    @CsvSource({"'',", "<html>", "'{\"error\":7}'", "'[]'", "'\"text\"'"})
    void takesAnyBody(String body) {
        Failure failure =
                errors.of(502, MultiMap.caseInsensitiveMultiMap(), (body == null ? "" : body).getBytes(UTF_8));
        assertEquals(502, failure.error().status());
    }

    private static long retryAfter(String message) {
        String body = "{\"error\":{\"code\":429,\"message\":\"" + message + "\",\"status\":\"RESOURCE_EXHAUSTED\"}}";
        return GeminiErrors.read(body.getBytes(UTF_8)).retryAfterMillis();
    }
}
