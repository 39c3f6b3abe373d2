package io.penstock.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.error.Failure.Cause;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void theRequestsOwnFaultShowsThatTheTargetIsWell() {
        assertEquals(Verdict.WELL, Verdict.of(Failure.lasting(ApiErrors.badRequest(null, "no"))));
    }

    @Test
    void penstocksOwnSaysNothing() {
        assertEquals(Verdict.NONE, Verdict.of(Failure.internal(ApiErrors.workerLost("x"))));
    }

    @Test
    void failuresOfTheProviderCount() {
        assertFailed(
                "answered with status 500",
                Failure.passing(ApiErrors.providerError("The provider 'p' answered with status 500: its words", null)));
        assertFailed(
                "cannot be reached: the connection was refused",
                Failure.passing(ApiErrors.providerUnreachable(
                        "The provider 'p' cannot be reached: the connection was refused")));
        assertFailed("first-token deadline passed", Failure.timeout("p", Cause.FIRST_TOKEN_DEADLINE, 30));
        assertFailed("its answer broke off", Failure.passing(ApiErrors.upstreamTruncated("x")));
        assertFailed("sent an error", Failure.passing(ApiErrors.providerError("sent an error: secret", "own_code")));
        assertFailed(
                "answered with status 503",
                Failure.passing(ApiErrors.providerOverloaded("The provider 'p' answered with status 503: x", -1)));
    }

    @Test
    void aRetryAfterAsksForAPause() {
        Failure busy = Failure.passing(ApiErrors.providerOverloaded("The provider 'p' answered with status 529", 7000));
        assertEquals(
                new Verdict(Verdict.Kind.PAUSE, 7000, "answered with status 529, with retry-after"), Verdict.of(busy));
    }

    @Test
    void aPauseLastsFiveMinutesAtTheMost() {
        assertEquals(300_000, Verdict.of(limited(86_400_000)).pauseMillis());
    }

    @Test
    void aRateLimitPauses() {
        assertEquals(Verdict.Kind.PAUSE, Verdict.of(limited(5000)).kind());
        assertEquals(5000, Verdict.of(limited(5000)).pauseMillis());
        assertEquals(1000, Verdict.of(limited(-1)).pauseMillis());
        assertEquals(Verdict.NONE, Verdict.of(limited(0)), "another key is free");
    }

    @Test
    void anAccountWithoutCreditPausesLikeRefusedKeys() {
        Failure empty = limited(-1).with(Failure.Retry.OTHER_TARGET);
        assertEquals(new Verdict(Verdict.Kind.PAUSE, 60_000, "the account has no credit"), Verdict.of(empty));
    }

    @Test
    void refusedKeysPauseOnceNoneIsLeft() {
        Failure refused = Failure.ofTarget(ApiErrors.providerAuth("p")).with(Cause.CREDENTIALS);
        assertEquals(60_000, Verdict.of(refused).pauseMillis());
        assertEquals(Verdict.NONE, Verdict.of(refused.with(refused.error().withRetryAfter(0))));
        Failure coolingLeft = refused.with(refused.error().withRetryAfter(2500));
        assertEquals(2500, Verdict.of(coolingLeft).pauseMillis(), "another one is free by then");
    }

    @Test
    void isShortAndTellsNoWordsOfTheProvider() {
        Failure failure = Failure.passing(ApiErrors.providerUnreachable("The provider 'p' " + "x".repeat(500)));
        String why = Verdict.of(failure).why();
        assertTrue(why.length() < 60, why);
        assertFalse(why.contains("xx"), why);
    }

    private static Failure limited(long retryAfter) {
        return Failure.passing(ApiErrors.providerRateLimited("slow down", null, retryAfter))
                .with(Cause.RATE_LIMIT);
    }

    private static void assertFailed(String why, Failure failure) {
        assertEquals(new Verdict(Verdict.Kind.FAILED, 0, why), Verdict.of(failure));
    }
}
