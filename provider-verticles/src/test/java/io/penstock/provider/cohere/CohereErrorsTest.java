package io.penstock.provider.cohere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CohereErrorsTest {

    private final UpstreamErrors errors = new UpstreamErrors("cohere", List.of(), new CohereTranslator().errors());

    @Test
    void givesTooLongAPromptTheCodeThatClientsKnow() {
        Failure tooLong =
                read(400, "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292.");
        assertEquals("context_length_exceeded", tooLong.error().code());
        assertEquals(Failure.Retry.NEVER, tooLong.retry());
        Failure tooMuch = read(
                400,
                "too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model -"
                        + " received 8192.");
        assertEquals(null, tooMuch.error().code());
        assertEquals(400, tooMuch.error().status());
    }

    @Test
    void namesAModelThatIsNotThereAndNothingElse() {
        Failure model = read(404, "model 'xyz' not found, make sure the correct model ID was used");
        assertEquals("model_not_found", model.error().code());
        assertEquals("model", model.error().param());
        assertEquals(404, model.error().status());
        assertEquals(null, read(404, "404 page not found").error().code());
    }

    @Test
    void neverTriesADenyListedTokenElsewhere() {
        Failure denied = read(498, "blocked: the request has a deny-listed token");
        assertEquals(400, denied.error().status());
        assertEquals("content_filter", denied.error().code());
        assertEquals(Failure.Retry.NEVER, denied.retry());
    }

    @Test
    void triesAgainWhatCohereCancelled() {
        Failure cancelled = read(499, "request cancelled");
        assertEquals(502, cancelled.error().status());
        assertEquals(Failure.Retry.ANYWHERE, cancelled.retry());
    }

    @Test
    void knowsABadKeyAndAnEmptyAccount() {
        assertEquals("provider_auth", read(401, "invalid api token").error().code());
        assertEquals(
                Failure.Cause.RATE_LIMIT,
                read(402, "Please add or update your payment method").cause());
        assertEquals(
                Failure.Cause.RATE_LIMIT,
                read(429, "You are using a Trial key, which is limited to 20 API calls / minute")
                        .cause());
    }

    private Failure read(int status, String message) {
        return errors.of(
                status, MultiMap.caseInsensitiveMultiMap(), ("{\"message\":\"" + message + "\"}").getBytes(UTF_8));
    }
}
