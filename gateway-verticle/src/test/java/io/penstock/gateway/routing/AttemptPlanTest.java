package io.penstock.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.gateway.routing.AttemptPlan.GiveUp;
import io.penstock.gateway.routing.AttemptPlan.Step;
import io.penstock.gateway.routing.AttemptPlan.Try;
import io.penstock.gateway.routing.AttemptPlan.Wait;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptPlanTest {

    private static final Failure DOWN = Failure.passing(ApiErrors.providerUnreachable("down"));
    private static final Failure BAD_KEY = Failure.ofTarget(ApiErrors.providerAuth("a"));

    private final Map<String, Long> rests = new HashMap<>();
    /** Whose attempt the plan has asked for last. */
    @SuppressWarnings("NullAway.Init")
    private Candidate current;

    private static Leg leg(String model, String... providers) {
        List<Target> targets = Stream.of(providers)
                .map(p -> Target.of(
                        new TargetConfig(p, "m", 1),
                        ProviderConfig.of(ProviderType.ECHO, null, List.of()),
                        Timeouts.DEFAULT))
                .toList();
        Route route =
                new Route(model, Strategy.FAILOVER, targets, new WeightedTurns(targets), 2, Timeouts.DEFAULT, null);
        return new Leg(model, route, targets);
    }

    private AttemptPlan plan(int retries, String... providers) {
        return plan(retries, leg("m", providers));
    }

    private AttemptPlan plan(int retries, Leg... legs) {
        return new AttemptPlan(
                "m",
                List.of(legs),
                retries,
                60_000,
                target -> rests.getOrDefault(target.provider(), 0L),
                new Random(1));
    }

    /** A plan whose first attempt is under way. */
    private AttemptPlan begun(int retries, String... providers) {
        AttemptPlan plan = plan(retries, providers);
        assertEquals(providers[0], provider(plan.first(0)));
        return plan;
    }

    private Step failed(AttemptPlan plan, Failure failure, long now) {
        return plan.failed(current, failure, now);
    }

    private void fail(AttemptPlan plan, Failure failure, long now) {
        assertNotNull(provider(failed(plan, failure, now)));
    }

    /** Of the next attempt, which is under way from now on. */
    private String provider(Step step) {
        current = assertInstanceOf(Try.class, step).candidate();
        return current.target().provider();
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
        assertEquals("a", provider(plan.first(0)));
        Step second = failed(plan, DOWN, 10);
        assertEquals("b", provider(second));
        assertEquals(0, delay(second));
        Step third = failed(plan, DOWN, 20);
        assertEquals("a", provider(third));
        assertTrue(delay(third) > 0 && delay(third) <= 200);
        assertEquals(3, plan.attempts());
    }

    @Test
    void makesRetriesPlusOneAttemptsOverAllTargetsTogether() {
        for (int retries = 0; retries < 4; retries++) {
            AttemptPlan plan = plan(retries, "a", "b", "c");
            Step step = plan.first(0);
            int attempts = 0;
            while (step instanceof Try next) {
                current = next.candidate();
                attempts++;
                step = failed(plan, DOWN, 0);
            }
            assertEquals(retries + 1, attempts);
            assertEquals(retries + 1, plan.attempts());
        }
    }

    @Test
    void passesOnTheOneTargetsOwnError() {
        AttemptPlan plan = begun(0, "a");
        assertEquals("provider_unreachable", code(failed(plan, DOWN, 0)));
    }

    @Test
    void saysThatAllFailedWhereSeveralDid() {
        AttemptPlan plan = begun(1, "a", "b");
        fail(plan, DOWN, 0);
        assertEquals("all_providers_unavailable", code(failed(plan, DOWN, 0)));
    }

    @Test
    void saysWhenTheSoonestIsFreeWhereAllAreRateLimited() {
        AttemptPlan plan = begun(2, "a", "b");
        fail(plan, busy(30_000), 0);
        GiveUp giveUp = assertInstanceOf(GiveUp.class, failed(plan, busy(20_000), 0));
        assertEquals(429, giveUp.error().status());
        assertEquals(20_000, giveUp.error().retryAfterMillis());
    }

    @Test
    void doesNotRetryWhatTheRequestItselfCaused() {
        AttemptPlan plan = begun(2, "a", "b");
        GiveUp giveUp = assertInstanceOf(
                GiveUp.class, failed(plan, Failure.lasting(ApiErrors.badRequest("messages", "no")), 0));
        assertEquals(400, giveUp.error().status());
    }

    @Test
    void neverReturnsToATargetThatWillGoOnFailing() {
        AttemptPlan plan = begun(5, "a", "b");
        assertEquals("b", provider(failed(plan, BAD_KEY, 0)));
        assertEquals("b", provider(failed(plan, DOWN, 0)));
        assertEquals("b", provider(failed(plan, DOWN, 0)));
    }

    @Test
    void givesUpAtOnceWhereTheOnlyTargetWillGoOnFailing() {
        AttemptPlan plan = begun(2, "a");
        assertEquals("provider_auth", code(failed(plan, BAD_KEY, 0)));
    }

    @Test
    void waitsForAsLongAsTheProviderAsks() {
        AttemptPlan plan = begun(2, "a");
        assertEquals(1500, delay(failed(plan, busy(1500), 0)));
    }

    @Test
    void doesNotWaitLongerThanTenSeconds() {
        AttemptPlan plan = begun(2, "a");
        GiveUp giveUp = assertInstanceOf(GiveUp.class, failed(plan, busy(10_001), 0));
        assertEquals(10_001, giveUp.error().retryAfterMillis());
    }

    @Test
    void doesNotWaitBeyondTheRequestsTime() {
        AttemptPlan plan = begun(2, "a");
        assertInstanceOf(GiveUp.class, failed(plan, busy(2000), 58_500));
    }

    @Test
    void anotherTryAtOnceIsPossibleWhereTheProviderSaysSo() {
        AttemptPlan plan = begun(2, "a");
        assertEquals(0, delay(failed(plan, busy(0), 0)));
    }

    @Test
    void whatWasNotStartedCostsNothing() {
        AttemptPlan plan = begun(0, "a", "b");
        assertEquals("b", provider(plan.notStarted(current, ApiErrors.noWorker("a"), 0)));
        assertEquals(1, plan.attempts());
    }

    @Test
    void saysNoWorkerWhereTheOnlyProviderHasNone() {
        AttemptPlan plan = begun(2, "a");
        assertEquals("no_worker", code(plan.notStarted(current, ApiErrors.noWorker("a"), 0)));
    }

    @Test
    void backsOffLongerEachTimeWithJitter() {
        long before = 0;
        AttemptPlan plan = begun(6, "a");
        for (int failure = 0; failure < 5; failure++) {
            long ceiling = 200L << failure;
            Step next = failed(plan, DOWN, 0);
            long delay = delay(next);
            assertTrue(delay >= ceiling / 2 && delay <= ceiling, delay + " of " + ceiling);
            assertTrue(delay >= before);
            before = delay;
        }
    }

    @Test
    void passesByATargetThatIsLeftAloneAndStillMakesAllAttempts() {
        rests.put("a", 5000L);
        AttemptPlan plan = plan(2, "a", "b");
        assertEquals("b", provider(plan.first(0)));
        Step second = failed(plan, DOWN, 10);
        assertEquals("b", provider(second));
        assertFalse(((Try) second).lastResort());
        assertEquals("b", provider(failed(plan, DOWN, 20)));
        assertEquals("provider_unreachable", code(failed(plan, DOWN, 30)));
    }

    @Test
    void triesTheLeastBadWhereAllAreLeftAloneAndEachBeforeOneTwice() {
        rests.put("a", 5000L);
        rests.put("b", 200L);
        rests.put("c", 9000L);
        AttemptPlan plan = plan(3, "a", "b", "c");
        Step first = plan.first(0);
        assertEquals("b", provider(first));
        assertTrue(((Try) first).lastResort());
        assertEquals("a", provider(failed(plan, DOWN, 10)));
        assertEquals("c", provider(failed(plan, DOWN, 20)));
        Step fourth = failed(plan, DOWN, 30);
        assertTrue(delay(fourth) > 0);
        assertNotNull(provider(fourth));
        assertEquals("all_providers_unavailable", code(failed(plan, DOWN, 500)));
    }

    @Test
    void aTargetWhoseWorkerRefusesIsTheLastResortAndThatCostsNothing() {
        AttemptPlan plan = begun(1, "a", "b");
        Step second = plan.tripped(current, 0);
        assertEquals("b", provider(second));
        assertEquals(1, plan.attempts());
        Step third = failed(plan, BAD_KEY, 10);
        assertEquals("a", provider(third));
        assertTrue(((Try) third).lastResort());
        assertEquals(2, plan.attempts());
    }

    @Test
    void theOnlyTargetIsTriedThoughItsWorkerRefused() {
        AttemptPlan plan = begun(0, "a");
        Step again = plan.tripped(current, 0);
        assertEquals("a", provider(again));
        assertTrue(((Try) again).lastResort());
    }

    @Test
    void triesATargetThatIsLeftAloneWhereTheBetterOneWantsTooLongAPause() {
        rests.put("b", 5000L);
        AttemptPlan plan = begun(1, "a", "b");
        Step second = failed(plan, busy(60_000), 0);
        assertEquals("b", provider(second));
        assertTrue(((Try) second).lastResort());
    }

    @Test
    void anotherKeyOfTheSameTargetComesBeforeAnotherTarget() {
        AttemptPlan plan = begun(2, "a", "b");
        assertEquals("a", provider(failed(plan, busy(0), 0)));
    }

    @Test
    void hedgesOnTheNextHealthyTargetWithinTheBudget() {
        rests.put("b", 100L);
        AttemptPlan plan = begun(1, "a", "b", "c");
        Try hedge = plan.hedge(800);
        assertNotNull(hedge);
        assertEquals("c", hedge.candidate().target().provider());
        assertEquals(2, plan.attempts());
        assertNull(plan.hedge(900));
        assertInstanceOf(Wait.class, plan.failed(current, DOWN, 1000));
        assertEquals("all_providers_unavailable", code(plan.failed(hedge.candidate(), DOWN, 1100)));
    }

    @Test
    void hasNoHedgeWithoutASecondTargetOrBudget() {
        assertNull(begun(2, "a").hedge(800));
        assertNull(begun(0, "a", "b").hedge(800));
        AttemptPlan plan = plan(2, leg("one", "a"), leg("two", "b"));
        assertEquals("a", provider(plan.first(0)));
        assertNull(plan.hedge(800));
    }

    @Test
    void fallsBackOnTheNextModelWhenTheFirstHasNoTargetLeft() {
        AttemptPlan plan = plan(2, leg("one", "a", "b"), leg("two", "c"));
        assertEquals("a", provider(plan.first(0)));
        assertEquals("b", provider(failed(plan, DOWN, 10)));
        assertEquals("c", provider(failed(plan, DOWN, 20)));
        assertEquals("two", current.leg().model());
    }

    @Test
    void anAttemptThatWasOutrunDoesNotKeepThePlanWaiting() {
        AttemptPlan plan = begun(2, "a", "b");
        Try hedge = plan.hedge(800);
        assertNotNull(hedge);
        plan.outrun(current);
        assertEquals("a", provider(plan.failed(hedge.candidate(), DOWN, 900)));
    }

    @Test
    void whatAHedgeRefusesTheOtherTargetMayStillAnswer() {
        AttemptPlan plan = begun(2, "a", "b");
        Try hedge = plan.hedge(800);
        assertNotNull(hedge);
        Failure refused = Failure.lasting(ApiErrors.badRequest("messages", "too long for me"));
        assertInstanceOf(Wait.class, plan.failed(hedge.candidate(), refused, 900));
        assertEquals("a", provider(plan.failed(current, DOWN, 1000)));
    }

    @Test
    void aModelWithoutRoomIsAskedForOnce() {
        AttemptPlan plan = plan(2, leg("one", "a", "b"), leg("two", "c"));
        assertEquals("a", provider(plan.first(0)));
        Step next = plan.noRoom(current, ApiErrors.rateLimited("requests", "full", 1000), 10);
        assertEquals("c", provider(next));
        assertEquals(1, plan.attempts());
    }
}
