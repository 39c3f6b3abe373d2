package io.penstock.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Reservation;
import io.penstock.shared.limit.Standing;
import io.penstock.shared.limit.Subject;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitHeadersTest {

    private static final Subject ALICE = Subject.key("alice", Limits.NONE);
    private static final Subject FAST = Subject.model("fast", Limits.NONE);

    @ParameterizedTest
    @CsvSource({
        "0,0ms",
        "12,12ms",
        "999,999ms",
        "1000,1s",
        "1200,1.2s",
        "1201,1.3s",
        "59999,1m0s",
        "60000,1m0s",
        "63000,1m3s",
        "63001,1m4s",
        "3600000,1h0m0s",
        "86399001,24h0m0s"
    })
    void writesDurationsAsOpenAiDoes(long millis, String text) {
        assertEquals(text, LimitHeaders.duration(millis));
    }

    @Test
    void showsTheTightestLimit() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        LimitHeaders.put(
                headers,
                new Admission.Granted(
                        List.of(
                                new Standing(ALICE, LimitKind.REQUESTS_PER_MINUTE, 60, 20, 1200),
                                new Standing(FAST, LimitKind.REQUESTS_PER_MINUTE, 10, 8, 63000),
                                new Standing(ALICE, LimitKind.CONCURRENT_REQUESTS, 1, 1, 0)),
                        Reservation.NONE));
        assertEquals("10", headers.get("x-ratelimit-limit-requests"));
        assertEquals("2", headers.get("x-ratelimit-remaining-requests"));
        assertEquals("1m3s", headers.get("x-ratelimit-reset-requests"));
        assertFalse(headers.contains("x-ratelimit-limit-tokens"));
    }

    @Test
    void showsNothingWhereNothingIsLimited() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        LimitHeaders.put(headers, Admission.Granted.UNLIMITED);
        assertTrue(headers.isEmpty());
    }

    @Test
    void aRefusalNamesLimitUsedAndWhenToRetry() {
        ApiError error = LimitHeaders.refusal(
                new Admission.Refused(ALICE, LimitKind.REQUESTS_PER_MINUTE, 60, 60, 1200, List.of()));
        assertEquals(429, error.status());
        assertEquals("requests", error.code());
        assertEquals(1200, error.retryAfterMillis());
        assertFalse(error.lasting());
        assertEquals(
                "Rate limit reached for the key 'alice': requests per minute: limit 60, used 60; try again in 1.2s",
                error.message());
    }

    @Test
    void aRefusalForWantOfAPermitPromisesNoTime() {
        ApiError error = LimitHeaders.refusal(new Admission.Refused(
                Subject.keyOnModel("alice", "fast", Limits.NONE),
                LimitKind.CONCURRENT_REQUESTS,
                2,
                2,
                1000,
                List.of()));
        assertEquals("concurrency", error.code());
        assertEquals(1000, error.retryAfterMillis());
        assertEquals(
                "Rate limit reached for the key 'alice' on model 'fast': concurrent requests: limit 2, used 2;"
                        + " try again when one of them has ended",
                error.message());
    }

    @Test
    void aDemandAboveTheLimitIsNotWorthARetry() {
        ApiError error = LimitHeaders.refusal(
                new Admission.Refused(ALICE, LimitKind.REQUESTS_PER_MINUTE, 0, 0, Admission.Refused.NEVER, List.of()));
        assertEquals(-1, error.retryAfterMillis());
        assertTrue(error.lasting());
    }
}
