package io.penstock.shared.limit.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.Admission;
import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import org.junit.jupiter.api.Test;

class CountersTest {

    private static final long T = 1_700_000_000_000L;
    private static final Limits TWO = Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 2);
    private static final Limits HUNDRED_TOKENS = Limits.NONE.with(LimitKind.TOKENS_PER_MINUTE, 100);
    private static final Units ONE_LESS = Units.of(TWO, Demand.ONE_REQUEST).negated();

    @Test
    void grantsTheFirstThatFitOfEqualDemands() {
        Verdict verdict = Counters.EMPTY.decide(ask(TWO, 5), T).verdict();
        assertEquals(2, verdict.granted());
    }

    @Test
    void noBurstFitsAcrossTheEdgeOfAMinute() {
        Counters full = Counters.EMPTY.decide(ask(TWO, 2), T + 999).counters();
        assertEquals(0, granted(full, T + 59_999));
        assertEquals(0, granted(full, T + 60_999));
        assertEquals(2, granted(full, T + 61_000));
    }

    @Test
    void aClockSetBackFreesNothingUntilItHasCaughtUp() {
        Counters full = Counters.EMPTY.decide(ask(TWO, 2), T).counters();
        long back = T - 3_600_000;
        Reading reading = full.decide(ask(TWO, 1), back).verdict().readings().get(0);
        assertEquals(2, reading.used());
        assertEquals(3_600_000 + 61_000, reading.waitMillis());
        assertEquals(3_600_000 + 61_000, reading.resetMillis());
        assertEquals(2, granted(full, back + reading.waitMillis()));
    }

    @Test
    void aReleaseFreesTheSlotItWasBookedInAndOnlyOnce() {
        Counters one = Counters.EMPTY.decide(ask(TWO, 1), T).counters();
        Counters two = one.decide(ask(TWO, 1), T + 5_000).counters();
        Counters released = two.change(T, ONE_LESS, T + 5_000);
        assertEquals(1, granted(released, T + 5_000));
        assertSame(released, released.change(T, ONE_LESS, T + 5_000));
    }

    @Test
    void aReleaseAfterTheWindowHasPassedIsNothing() {
        Counters one = Counters.EMPTY.decide(ask(TWO, 1), T).counters();
        Counters later = one.decide(ask(TWO, 1), T + 70_000).counters();
        assertSame(later, later.change(T, ONE_LESS, T + 70_000));
    }

    @Test
    void aRefusalNamesTheLimitThatIsFullTheLongest() {
        Limits both = TWO.with(LimitKind.REQUESTS_PER_DAY, 2);
        Counters full = Counters.EMPTY.decide(ask(both, 2), T).counters();
        var refusal = refusal(both, full.decide(ask(both, 1), T).verdict());
        assertEquals(LimitKind.REQUESTS_PER_DAY, refusal.kind());
        assertEquals(2, refusal.used());
        assertEquals(2, refusal.standings().size());
    }

    @Test
    void aRefusalByOneLimitBooksNothingOnTheOther() {
        Limits both = TWO.with(LimitKind.REQUESTS_PER_DAY, 1);
        Counters one = Counters.EMPTY.decide(ask(both, 1), T).counters();
        assertSame(one, one.decide(ask(both, 1), T).counters());
        assertEquals(1, granted(one, T));
    }

    @Test
    void aLoweredLimitHoldsAtOnceAndShowsNothingLeft() {
        Counters two = Counters.EMPTY.decide(ask(TWO, 2), T).counters();
        Limits lowered = Limits.NONE.with(LimitKind.REQUESTS_PER_MINUTE, 1);
        var refusal = refusal(lowered, two.decide(ask(lowered, 1), T).verdict());
        assertEquals(2, refusal.used());
        assertEquals(0, refusal.standings().get(0).remaining());
    }

    @Test
    void isFreeOnceEverythingHasLeftItsWindow() {
        Counters one = Counters.EMPTY.decide(ask(TWO, 1), T).counters();
        assertFalse(one.isFree(T + 60_999));
        assertTrue(one.isFree(T + 61_000));
        assertEquals(61_000, one.spanMillis());
    }

    @Test
    void aDemandIsGrantedWholeOrNotAtAll() {
        Counters used = Counters.EMPTY.decide(tokens(60), T).counters();
        assertEquals(0, used.decide(tokens(41), T).verdict().granted());
        assertEquals(1, used.decide(tokens(40), T).verdict().granted());
    }

    @Test
    void tokensThatWereNotUsedAreFreeAtOnce() {
        Counters used = Counters.EMPTY.decide(tokens(90), T).counters();
        Counters settled = used.change(T, Units.ofTokens(HUNDRED_TOKENS, -70), T + 30_000);
        Reading reading =
                settled.decide(tokens(80), T + 30_000).verdict().readings().get(0);
        assertEquals(100, reading.used());
        assertEquals(31_000, reading.resetMillis() - 30_000, "the later booking is in the window the longest");
    }

    @Test
    void tokensAboveTheEstimateCountFromTheMomentTheyAreKnown() {
        Counters used = Counters.EMPTY.decide(tokens(50), T).counters();
        Counters settled = used.change(T, Units.ofTokens(HUNDRED_TOKENS, 70), T + 30_000);
        assertEquals(120, used(settled, T + 60_999));
        assertEquals(70, used(settled, T + 61_000));
        assertEquals(0, used(settled, T + 91_000));
    }

    @Test
    void permitsAreTakenAndNotCountedInAnyWindow() {
        Limits three = Limits.NONE.with(LimitKind.CONCURRENT_REQUESTS, 3);
        Counters full = Counters.EMPTY.withRunning(1).decide(ask(three, 5), T).counters();
        assertEquals(3, full.running());
        assertFalse(full.isFree(T + 1_000_000));
        Verdict refused = full.decide(ask(three, 1), T).verdict();
        assertEquals(0, refused.granted());
        assertEquals(Counters.PERMIT_WAIT_MILLIS, refused.readings().get(0).waitMillis());
        assertEquals(1, full.withRunning(2).decide(ask(three, 2), T).verdict().granted());
    }

    @Test
    void aRefusalByTheTokensTakesNeitherRequestNorPermit() {
        Limits all = HUNDRED_TOKENS.with(LimitKind.REQUESTS_PER_MINUTE, 9).with(LimitKind.CONCURRENT_REQUESTS, 9);
        Counters used =
                Counters.EMPTY.decide(new Ask(all, new Demand(60), 1), T).counters();
        assertSame(used, used.decide(new Ask(all, new Demand(60), 1), T).counters());
        assertEquals(1, used.running());
    }

    private static long used(Counters counters, long clock) {
        Ask probe = new Ask(HUNDRED_TOKENS, new Demand(1), 0);
        return counters.decide(probe, clock).verdict().readings().get(0).used();
    }

    private static Ask tokens(long tokens) {
        return new Ask(HUNDRED_TOKENS, new Demand(tokens), 1);
    }

    private static Admission.Refused refusal(Limits limits, Verdict verdict) {
        Refusal refusal = new Refusal(Demand.ONE_REQUEST);
        refusal.asked(Subject.key("a", limits), verdict);
        return refusal.toAdmission();
    }

    private static int granted(Counters counters, long clock) {
        return counters.decide(ask(TWO, 2), clock).verdict().granted();
    }

    private static Ask ask(Limits limits, int count) {
        return new Ask(limits, Demand.ONE_REQUEST, count);
    }
}
