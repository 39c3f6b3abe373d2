package io.penstock.provider.upstream.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.Failure;
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

class UpstreamErrorsTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final UpstreamErrors errors =
            new UpstreamErrors("acme", List.of("topsecretkey-12345", "sk-proj-abcdefghijkl", "", "x"), NOW);

    private Failure of(int status, String body) {
        return errors.of(status, MultiMap.caseInsensitiveMultiMap(), body.getBytes(StandardCharsets.UTF_8));
    }

    private ApiError retryAfter(String header, String value) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, value);
        return errors.of(429, headers, new byte[0]).error();
    }

    @ParameterizedTest
    @CsvSource({
        "300, 502, provider_error, OTHER_TARGET",
        "302, 502, provider_error, OTHER_TARGET",
        "400, 400, , NEVER",
        "401, 502, provider_auth, OTHER_TARGET",
        "402, 502, provider_error, OTHER_TARGET",
        "403, 502, provider_auth, OTHER_TARGET",
        "404, 404, , NEVER",
        "405, 502, provider_error, OTHER_TARGET",
        "408, 502, provider_error, ANYWHERE",
        "409, 502, provider_error, ANYWHERE",
        "413, 413, , NEVER",
        "422, 422, , NEVER",
        "425, 502, provider_error, ANYWHERE",
        "429, 429, rate_limit_exceeded, ANYWHERE",
        "500, 502, provider_error, ANYWHERE",
        "502, 502, provider_error, ANYWHERE",
        "503, 503, provider_overloaded, ANYWHERE",
        "504, 502, provider_error, ANYWHERE",
        "529, 503, provider_overloaded, ANYWHERE",
        "599, 502, provider_error, ANYWHERE"
    })
    void mapsEachStatusWhateverTheBody(int status, int expected, String code, Failure.Retry retry) {
        for (String body :
                List.of("", "<html><h1>Bad</h1></html>", "oops", "{}", "[]", "null", "{\"error\":", "\u0000")) {
            Failure failure = of(status, body);
            assertEquals(expected, failure.error().status(), body);
            assertEquals(code, failure.error().code(), body);
            assertEquals(retry, failure.retry(), body);
            assertTrue(failure.error().lasting());
            assertFalse(failure.error().message().contains("<"), failure.error().message());
            assertFalse(failure.error().message().isBlank());
        }
    }

    @Test
    void passesOnTheProvidersWordsAboutTheRequest() {
        ApiError error = of(
                        400,
                        "{\"error\":{\"message\":\"too long\",\"type\":\"x\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}")
                .error();
        assertEquals(
                new ApiError(400, "invalid_request_error", "too long", "messages", "context_length_exceeded", -1, true),
                error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'why'}}",
                "{'error':'why'}",
                "{'message':'why'}",
                "{'detail':'why'}",
                "{'object':'error','message':'why','code':400}",
                "{'object':'error','message':{'detail':[{'msg':'why'}]}}",
                "[{'error':{'code':400,'message':'why','status':'INVALID_ARGUMENT'}}]",
                "{'error':{'message':['why']}}",
                "'why'",
                "why"
            })
    void findsTheMessageInEveryForm(String body) {
        assertEquals("why", of(400, body.replace('\'', '"')).error().message());
    }

    @Test
    void namesTheFieldsOfAListOfDetails() {
        String body = "{\"detail\":[{\"loc\":[\"body\",\"messages\",0],\"msg\":\"field required\"},{\"msg\":\"b\"}]}";
        assertEquals("body.messages.0: field required; b", of(422, body).error().message());
    }

    @Test
    void writesNumbersInCodesAsText() {
        assertEquals(
                "1210",
                of(400, "{\"error\":{\"message\":\"m\",\"code\":1210}}").error().code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\"}}]",
                "{\"error\":{\"message\":\"no\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}",
                "{\"code\":\"x\",\"error\":\"Incorrect API key provided: sk***kl\"}"
            })
    void blamesTheOperatorForABadKeyWithAnyStatus(String body) {
        Failure failure = of(400, body);
        assertEquals("provider_auth", failure.error().code());
        assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
    }

    @Test
    void neverRetriesAContentFilter() {
        Failure failure = of(403, "{\"error\":{\"message\":\"flagged\",\"code\":\"content_policy_violation\"}}");
        assertEquals(400, failure.error().status());
        assertEquals("content_filter", failure.error().code());
        assertEquals(Failure.Retry.NEVER, failure.retry());
    }

    @Test
    void asksAnotherTargetWhereTheAccountIsEmpty() {
        Failure failure = of(429, "{\"error\":{\"message\":\"m\",\"code\":\"insufficient_quota\"}}");
        assertEquals("insufficient_quota", failure.error().code());
        assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "402 | {'error':{'message':'Insufficient Balance'}} | 502",
                "402 | | 502",
                "429 | {'error':{'message':'m','type':'insufficient_quota'}} | 429",
                "429 | {'error':{'message':'m','code':'billing_not_active'}} | 429",
                "403 | {'error':{'message':'m','code':'insufficient_user_quota'}} | 502",
                "403 | {'error':{'message':'m','details':[{'reason':'BILLING_DISABLED'}]}} | 502",
                "400 | {'error':{'message':'m','code':'billing_hard_limit_reached'}} | 502",
                "400 | {'error':{'type':'invalid_request_error','message':'Your credit balance is too low to go on'}} | 502"
            })
    void anAccountWithoutCreditIsAMatterOfTheKey(int status, String body, int forClient) {
        Failure failure = of(status, body == null ? "" : body.replace('\'', '"'));
        assertEquals(forClient, failure.error().status());
        assertEquals(Failure.Cause.RATE_LIMIT, failure.cause());
        assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'Project `p` does not have access to model `m`','code':'model_not_found'}}",
                "{'error':{'message':'You don\\u0027t have access to the model with the specified model ID.'}}",
                "{'error':{'message':'blocked','code':'model_permission_blocked_org'}}"
            })
    void aModelThatTheKeyMayNotUseIsAMatterOfTheTarget(String body) {
        Failure failure = of(403, body.replace('\'', '"'));
        assertEquals(502, failure.error().status());
        assertEquals("provider_auth", failure.error().code());
        assertEquals(Failure.Cause.PROVIDER, failure.cause());
        assertEquals(Failure.Retry.OTHER_TARGET, failure.retry());
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 7, 7000",
        "retry-after, ' 0 ', -1",
        "retry-after, 0.0, -1",
        "retry-after-ms, 0, -1",
        "retry-after, 'Thu, 01 Jan 2026 00:00:00 GMT', -1",
        "retry-after, 1.5, 1500",
        "Retry-After-Ms, 250, 250",
        "retry-after-ms, 0.4, 1",
        "retry-after, 'Thu, 01 Jan 2026 00:00:20 GMT', 20000",
        "retry-after, 'Wed, 31 Dec 2025 23:00:00 GMT', -1",
        "retry-after, -3, -1",
        "retry-after, soon, -1",
        "retry-after, '', -1",
        "retry-after, NaN, -1",
        "retry-after, 1e3, -1",
        "retry-after, 99999999999999999999, -1",
        "retry-after-ms, garbage, -1"
    })
    void readsWhenToComeBack(String header, String value, long millis) {
        assertEquals(millis, retryAfter(header, value).retryAfterMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "7.66s, 7660",
        "450ms, 450",
        "1m23.4s, 83400",
        "2m, 120000",
        "1h2m3s, 3723000",
        "20 seconds, 20000",
        "450 milliseconds, 450",
        "a while, -1",
        "0s, -1",
    })
    void readsWhenToComeBackFromTheMessage(String words, long millis) {
        String body = "{\"error\":{\"message\":\"Limit 6000, Used 5900. Please try again in " + words
                + ". Visit us.\",\"code\":\"rate_limit_exceeded\"}}";
        assertEquals(millis, of(429, body).error().retryAfterMillis());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("retry-after", "8");
        ApiError error =
                errors.of(429, headers, body.getBytes(StandardCharsets.UTF_8)).error();
        assertEquals(8000, error.retryAfterMillis());
    }

    @Test
    void takesAVendorWithoutRoomForAnOverloadedOne() {
        Failure full =
                of(498, "{\"error\":{\"message\":\"Flex tier capacity exceeded\",\"code\":\"capacity_exceeded\"}}");
        assertEquals("provider_overloaded", full.error().code());
        assertEquals(Failure.Retry.ANYWHERE, full.retry());
        assertEquals(
                Failure.Retry.OTHER_TARGET,
                of(498, "{\"message\":\"Invalid token\"}").retry());
    }

    @Test
    void readsGeminisDelayFromTheBody() {
        String body =
                "[{\"error\":{\"code\":429,\"message\":\"m\",\"details\":[{\"@type\":\"x\"},{\"retryDelay\":\"13.5s\"}]}}]";
        assertEquals(13500, of(429, body).error().retryAfterMillis());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key topsecretkey-12345 is bad",
                "key 'topsecretkey-1****' is bad",
                "key *****2345 is bad",
                "Incorrect key: sk-proj-abcdefghijkl.",
                "Incorrect key: sk-pr***ijkl.",
                "Incorrect key: sk-someone-elses",
                "header Bearer abc.def.ghi",
                "x AIzaSyA1234567890 y",
                "gsk_abcdefgh12345678"
            })
    void masksKeysInPassedOnMessages(String message) {
        ApiError error = of(400, "{\"error\":{\"message\":\"" + message + "\",\"param\":\"topsecretkey-12345\"}}")
                .error();
        assertTrue(error.message().contains("[masked]"), error.message());
        for (String leak : List.of("secretkey", "2345", "proj", "ijkl", "someone", "abc.def", "SyA", "efgh1")) {
            assertFalse(error.message().contains(leak), error.message());
        }
        assertEquals("[masked]", error.param());
    }

    @Test
    void leavesOrdinaryWordsAlone() {
        String message = "The task-based risk-free model 'gpt-4o' does not exist; see https://acme.dev/errors...";
        assertEquals(
                message, of(404, "{\"message\":\"" + message + "\"}").error().message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'error':{'message':'m','code':503}} | 503 | 503 | ANYWHERE",
                "{'error':{'message':'m','type':'overloaded_error'}} | 503 | provider_overloaded | ANYWHERE",
                "{'error':{'message':'m','code':'rate_limit_exceeded'}} | 429 | rate_limit_exceeded | ANYWHERE",
                "{'error':{'message':'m','code':'server_error'}} | 502 | server_error | ANYWHERE",
                "{'error':{'message':'m'}} | 502 | provider_error | ANYWHERE",
                "{'error':'m'} | 502 | provider_error | ANYWHERE",
                "{'error':{'message':'m','type':'authentication_error'}} | 502 | provider_auth | OTHER_TARGET",
                "{'error':{'message':'m','code':'context_length_exceeded'}} | 400 | context_length_exceeded | NEVER",
                "{'error':{'message':'m','code':'content_filter'}} | 400 | content_filter | NEVER"
            })
    void classifiesErrorsInsideAnAnswer(String body, int status, String code, Failure.Retry retry) {
        Failure failure = errors.inBand(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        assertEquals(status, failure.error().status());
        assertEquals(code, failure.error().code());
        assertEquals(retry, failure.retry());
    }
}
