package io.penstock.shared.limit.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.limit.Demand;
import io.penstock.shared.limit.LimitKind;
import io.penstock.shared.limit.Limits;
import io.penstock.shared.limit.Subject;
import org.junit.jupiter.api.Test;

class CountersTest {

    private static final long T = 1_700_000_000_000L;
    private static final Limits TWO = Limits.NONE.withRequestsPerMinute(2);

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
        Booking first = new Booking(ask(TWO, 1), T);
        Counters released = two.release(first);
        assertEquals(1, granted(released, T + 5_000));
        assertSame(released, released.release(first));
    }

    @Test
    void aReleaseAfterTheWindowHasPassedIsNothing() {
        Counters one = Counters.EMPTY.decide(ask(TWO, 1), T).counters();
        Counters later = one.decide(ask(TWO, 1), T + 70_000).counters();
        assertSame(later, later.release(new Booking(ask(TWO, 1), T)));
    }

    @Test
    void aRefusalNamesTheLimitThatIsFullTheLongest() {
        Limits both = TWO.withRequestsPerDay(2);
        Counters full = Counters.EMPTY.decide(ask(both, 2), T).counters();
        var refusal = full.decide(ask(both, 1), T).verdict().refusal(new Subject("key:a", both));
        assertEquals(LimitKind.REQUESTS_PER_DAY, refusal.kind());
        assertEquals(2, refusal.used());
        assertEquals(2, refusal.standings().size());
    }

    @Test
    void aRefusalByOneLimitBooksNothingOnTheOther() {
        Limits both = TWO.withRequestsPerDay(1);
        Counters one = Counters.EMPTY.decide(ask(both, 1), T).counters();
        assertSame(one, one.decide(ask(both, 1), T).counters());
        assertEquals(1, granted(one, T));
    }

    @Test
    void aLoweredLimitHoldsAtOnceAndShowsNothingLeft() {
        Counters two = Counters.EMPTY.decide(ask(TWO, 2), T).counters();
        Limits lowered = Limits.NONE.withRequestsPerMinute(1);
        var refusal = two.decide(ask(lowered, 1), T).verdict().refusal(new Subject("key:a", lowered));
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

    private static int granted(Counters counters, long clock) {
        return counters.decide(ask(TWO, 2), clock).verdict().granted();
    }

    private static Ask ask(Limits limits, int count) {
        return new Ask(limits, Demand.ONE_REQUEST, count);
    }
}
