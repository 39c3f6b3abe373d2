package io.penstock.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.gateway.routing.AttemptPlan.GiveUp;
import io.penstock.gateway.routing.AttemptPlan.Step;
import io.penstock.gateway.routing.AttemptPlan.Try;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.TargetConfig;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptPlanTest {

    private static final Failure DOWN = Failure.passing(ApiErrors.providerUnreachable("down"));
    private static final Failure BAD_KEY = Failure.ofTarget(ApiErrors.providerAuth("a"));

    private static AttemptPlan plan(int retries, String... providers) {
        List<TargetConfig> targets =
                Stream.of(providers).map(p -> new TargetConfig(p, "m", 1)).toList();
        return new AttemptPlan("m", targets, retries, 60_000, new Random(1));
    }

    /** A plan whose first attempt is under way. */
    private static AttemptPlan begun(int retries, String... providers) {
        AttemptPlan plan = plan(retries, providers);
        assertEquals(providers[0], provider(plan.first()));
        return plan;
    }

    private static void fail(AttemptPlan plan, Failure failure, long now) {
        assertInstanceOf(Try.class, plan.failed(failure, now));
    }

    private static String provider(Step step) {
        return assertInstanceOf(Try.class, step).target().provider();
    }

    private static long delay(Step step) {
        return assertInstanceOf(Try.class, step).delayMillis();
    }

    private static String code(Step step) {
        return String.valueOf(assertInstanceOf(GiveUp.class, step).error().code());
    }

    private static Failure busy(long retryAfter) {
        return Failure.passing(ApiErrors.providerRateLimited("slow down", null, retryAfter));
    }

    @Test
    void triesTheNextTargetAtOnceAndThenTheFirstAfterAPause() {
        AttemptPlan plan = plan(2, "a", "b");
        assertEquals("a", provider(plan.first()));
        Step second = plan.failed(DOWN, 10);
        assertEquals("b", provider(second));
        assertEquals(0, delay(second));
        Step third = plan.failed(DOWN, 20);
        assertEquals("a", provider(third));
        assertTrue(delay(third) > 0 && delay(third) <= 200);
        assertEquals(3, plan.attempts());
    }

    @Test
    void makesRetriesPlusOneAttemptsOverAllTargetsTogether() {
        for (int retries = 0; retries < 4; retries++) {
            AttemptPlan plan = plan(retries, "a", "b", "c");
            Step step = plan.first();
            int attempts = 0;
            while (step instanceof Try) {
                attempts++;
                step = plan.failed(DOWN, 0);
            }
            assertEquals(retries + 1, attempts);
            assertEquals(retries + 1, plan.attempts());
        }
    }

    @Test
    void passesOnTheOneTargetsOwnError() {
        AttemptPlan plan = begun(0, "a");
        assertEquals("provider_unreachable", code(plan.failed(DOWN, 0)));
    }

    @Test
    void saysThatAllFailedWhereSeveralDid() {
        AttemptPlan plan = begun(1, "a", "b");
        fail(plan, DOWN, 0);
        assertEquals("all_providers_unavailable", code(plan.failed(DOWN, 0)));
    }

    @Test
    void saysWhenTheSoonestIsFreeWhereAllAreRateLimited() {
        AttemptPlan plan = begun(2, "a", "b");
        fail(plan, busy(30_000), 0);
        GiveUp giveUp = assertInstanceOf(GiveUp.class, plan.failed(busy(20_000), 0));
        assertEquals(429, giveUp.error().status());
        assertEquals(20_000, giveUp.error().retryAfterMillis());
    }

    @Test
    void doesNotRetryWhatTheRequestItselfCaused() {
        AttemptPlan plan = begun(2, "a", "b");
        GiveUp giveUp =
                assertInstanceOf(GiveUp.class, plan.failed(Failure.lasting(ApiErrors.badRequest("messages", "no")), 0));
        assertEquals(400, giveUp.error().status());
    }

    @Test
    void neverReturnsToATargetThatWillGoOnFailing() {
        AttemptPlan plan = begun(5, "a", "b");
        assertEquals("b", provider(plan.failed(BAD_KEY, 0)));
        assertEquals("b", provider(plan.failed(DOWN, 0)));
        assertEquals("b", provider(plan.failed(DOWN, 0)));
    }

    @Test
    void givesUpAtOnceWhereTheOnlyTargetWillGoOnFailing() {
        AttemptPlan plan = begun(2, "a");
        assertEquals("provider_auth", code(plan.failed(BAD_KEY, 0)));
    }

    @Test
    void waitsForAsLongAsTheProviderAsks() {
        AttemptPlan plan = begun(2, "a");
        assertEquals(1500, delay(plan.failed(busy(1500), 0)));
    }

    @Test
    void doesNotWaitLongerThanTenSeconds() {
        AttemptPlan plan = begun(2, "a");
        GiveUp giveUp = assertInstanceOf(GiveUp.class, plan.failed(busy(10_001), 0));
        assertEquals(10_001, giveUp.error().retryAfterMillis());
    }

    @Test
    void doesNotWaitBeyondTheRequestsTime() {
        AttemptPlan plan = begun(2, "a");
        assertInstanceOf(GiveUp.class, plan.failed(busy(2000), 58_500));
    }

    @Test
    void anotherTryAtOnceIsPossibleWhereTheProviderSaysSo() {
        AttemptPlan plan = begun(2, "a");
        assertEquals(0, delay(plan.failed(busy(0), 0)));
    }

    @Test
    void whatWasNotStartedCostsNothing() {
        AttemptPlan plan = begun(0, "a", "b");
        assertEquals("b", provider(plan.notStarted(ApiErrors.noWorker("a"), 0)));
        assertEquals(1, plan.attempts());
    }

    @Test
    void saysNoWorkerWhereTheOnlyProviderHasNone() {
        AttemptPlan plan = begun(2, "a");
        assertEquals("no_worker", code(plan.notStarted(ApiErrors.noWorker("a"), 0)));
    }

    @Test
    void backsOffLongerEachTimeWithJitter() {
        long before = 0;
        AttemptPlan plan = begun(6, "a");
        for (int failure = 0; failure < 5; failure++) {
            long ceiling = 200L << failure;
            long delay = delay(plan.failed(DOWN, 0));
            assertTrue(delay >= ceiling / 2 && delay <= ceiling, delay + " of " + ceiling);
            assertTrue(delay >= before);
            before = delay;
        }
    }
}
