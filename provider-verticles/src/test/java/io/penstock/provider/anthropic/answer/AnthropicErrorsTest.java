package io.penstock.provider.anthropic.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.provider.anthropic.Requests;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.translate.Step;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class AnthropicErrorsTest {

    private static final AnthropicErrors READER =
            new AnthropicErrors(Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC));
    private static final UpstreamErrors ERRORS = new UpstreamErrors("claude", List.of("sk-ant-api03-x"), READER);

    @ParameterizedTest
    @CsvSource({
        "429,rate-limit,429,,ANYWHERE,RATE_LIMIT",
        "529,overloaded,503,provider_overloaded,ANYWHERE,PROVIDER",
        "401,key,502,provider_auth,OTHER_TARGET,CREDENTIALS",
        "403,permission,502,provider_auth,OTHER_TARGET,CREDENTIALS",
        "400,too-long,400,context_length_exceeded,NEVER,REQUEST",
        "400,filter,400,content_filter,NEVER,REQUEST",
        "404,model,404,model_not_found,NEVER,REQUEST",
        "413,too-large,413,,NEVER,REQUEST",
        "400,credit,502,provider_error,OTHER_TARGET,RATE_LIMIT",
        "400,spend,502,provider_error,OTHER_TARGET,RATE_LIMIT"
    })
    void tellsWhatEachMeans(
            int status, String name, int clients, String code, Failure.Retry retry, Failure.Cause cause) {
        Failure failure =
                ERRORS.of(status, MultiMap.caseInsensitiveMultiMap(), Answers.bytes("error-" + name + ".json"));
        assertEquals(clients, failure.error().status());
        assertEquals(retry, failure.retry());
        assertEquals(cause, failure.cause());
        if (code != null) {
            assertEquals(code, failure.error().code());
        }
    }

    @Test
    void waitsForTheLimitThatIsUsedUp() {
        MultiMap headers = limits();
        assertEquals(20_000, retryAfter(headers));
        headers.set("anthropic-ratelimit-output-tokens-remaining", "0");
        assertEquals(45_500, retryAfter(headers));
        headers.set("retry-after", "7");
        assertEquals(7_000, retryAfter(headers));
    }

    @Test
    void waitsForTheFirstLimitWhereNoneIsSaidToBeUsedUp() {
        MultiMap headers = limits();
        headers.set("anthropic-ratelimit-requests-remaining", "3");
        assertEquals(20_000, retryAfter(headers));
        headers.set("anthropic-ratelimit-requests-reset", "2026-11-24T11:59:59Z");
        assertEquals(45_500, retryAfter(headers));
        headers.set("anthropic-ratelimit-output-tokens-reset", "soon");
        assertEquals(-1, retryAfter(headers));
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_request_error,400",
        "authentication_error,401",
        "billing_error,402",
        "permission_error,403",
        "not_found_error,404",
        "request_too_large,413",
        "rate_limit_error,429",
        "api_error,500",
        "timeout_error,504",
        "overloaded_error,529",
        "some_new_error,500"
    })
    void knowsTheStatusOfErrorsInStreams(String type, int status) throws Exception {
        byte[] event = ("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"m\"}}").getBytes(UTF_8);
        var step = new EventReader(Requests.fields(""), new Told()).event("error", event, 0, event.length);
        var error = ((Step.Error) step).error();
        assertEquals(status, error.status());
        assertEquals(type, error.code());
    }

    @Test
    void knowsAFilterInAStreamToo() throws Exception {
        byte[] event = Answers.bytes("error-filter.json");
        var step = (Step.Error) new EventReader(Requests.fields(""), new Told()).event("error", event, 0, event.length);
        Failure failure = ERRORS.inBand(step.error());
        assertEquals(400, failure.error().status());
        assertEquals("content_filter", failure.error().code());
        assertEquals(Failure.Retry.NEVER, failure.retry());
    }

    private static long retryAfter(MultiMap headers) {
        return ERRORS.of(429, headers, Answers.bytes("error-rate-limit.json"))
                .error()
                .retryAfterMillis();
    }

    private static MultiMap limits() {
        return MultiMap.caseInsensitiveMultiMap()
                .add("anthropic-ratelimit-requests-limit", "50")
                .add("anthropic-ratelimit-requests-remaining", "0")
                .add("anthropic-ratelimit-requests-reset", "2026-11-24T12:00:20Z")
                .add("anthropic-ratelimit-output-tokens-remaining", "1000")
                .add("anthropic-ratelimit-output-tokens-reset", "2026-11-24T12:00:45.5Z");
    }
}
