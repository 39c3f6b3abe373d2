package io.penstock.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.health.Circuit.Change;
import io.penstock.provider.health.Circuit.Ticket;
import io.penstock.shared.beat.OpenCircuit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final Verdict FAILED = new Verdict(Verdict.Kind.FAILED, 0, "answered with status 500");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong numbers = new AtomicLong(100);
    private final Circuit circuit = new Circuit(numbers::incrementAndGet);
    /** Near the end of the clock's range: it may wrap at any time. */
    private long now = Long.MAX_VALUE - 3 * SECOND;

    @Test
    void opensAfterFiveFailuresInARow() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Change.NONE, call(FAILED));
        }
        assertEquals(Change.OPENED, call(FAILED));
        assertNull(circuit.admit(false, now));
        OpenCircuit told = told();
        assertEquals(1000, told.millis());
        assertEquals("5 failures in a row: answered with status 500", told.why());
    }

    @Test
    void aSuccessBetweenBreaksTheRow() {
        for (int i = 0; i < 30; i++) {
            assertEquals(Change.NONE, call(i % 3 == 0 ? Verdict.WELL : FAILED));
            now += 2 * SECOND;
        }
    }

    @Test
    void opensWhenHalfOfTwentyCallsFailed() {
        for (int i = 0; i < 19; i++) {
            assertEquals(Change.NONE, call(i % 2 == 0 ? FAILED : Verdict.WELL));
        }
        assertEquals(Change.NONE, call(Verdict.WELL));
        assertEquals(Change.OPENED, call(FAILED));
        assertEquals("11 of 21 calls failed: answered with status 500", told().why());
    }

    @Test
    void judgesByTheLastTenSecondsOnly() {
        for (int i = 0; i < 12; i++) {
            Change unused = call(i % 2 == 0 ? FAILED : Verdict.WELL);
        }
        now += 10 * SECOND;
        for (int i = 0; i < 12; i++) {
            assertEquals(Change.NONE, call(i % 2 == 0 ? FAILED : Verdict.WELL));
        }
    }

    @Test
    void whatEndsForAnotherReasonSaysNothing() {
        for (int i = 0; i < 4; i++) {
            Change unused = call(FAILED);
        }
        assertEquals(Change.NONE, call(Verdict.NONE));
        assertEquals(Change.OPENED, call(FAILED));
    }

    @Test
    void letsOneProbeThroughAfterItsTime() {
        open();
        now += SECOND - 1;
        assertNull(circuit.admit(false, now));
        now += 1;
        assertEquals(0, told().millis());
        assertTrue(admit(false).isProbe());
        assertNull(circuit.admit(false, now));
    }

    @Test
    void theProbesContentClosesIt() {
        open();
        now += SECOND;
        Ticket probe = admit(false);
        assertEquals(Change.CLOSED, circuit.content(probe, now));
        assertFalse(admit(false).isProbe());
        assertNull(circuit.told(now));
        // Its answer broke off later: a failure like any other.
        for (int i = 0; i < 4; i++) {
            assertEquals(Change.NONE, circuit.end(probe, FAILED, now));
        }
        assertEquals(Change.OPENED, circuit.end(probe, FAILED, now));
    }

    @Test
    void aFailedProbeReopensTheSameOpeningForTwiceAsLong() {
        open();
        long opening = told().opening();
        long[] seconds = {2, 4, 8, 16, 30, 30};
        long open = 1;
        for (long next : seconds) {
            now += open * SECOND;
            assertEquals(Change.PROLONGED, circuit.end(admit(false), FAILED, now));
            assertEquals(next * 1000, told().millis());
            assertEquals(opening, told().opening());
            open = next;
        }
        now += open * SECOND;
        assertEquals(Change.CLOSED, circuit.end(admit(false), Verdict.WELL, now));
        open();
        assertEquals(1000, told().millis());
        assertNotEquals(opening, told().opening());
    }

    @Test
    void aProbeWithoutAVerdictMakesRoomForAnother() {
        open();
        now += SECOND;
        assertEquals(Change.NONE, circuit.end(admit(false), Verdict.NONE, now));
        assertTrue(admit(false).isProbe());
    }

    @Test
    void aProbeThatSaysNothingForLongKeepsNoOtherFromTrying() {
        open();
        now += SECOND;
        Ticket slow = admit(false);
        now += Rules.PROBE_PATIENCE;
        Ticket second = admit(false);
        assertTrue(second.isProbe());
        assertEquals(Change.NONE, circuit.end(slow, Verdict.NONE, now));
        assertNull(circuit.admit(false, now), "the second one still tries");
        assertEquals(Change.CLOSED, circuit.end(second, Verdict.WELL, now));
    }

    @Test
    void aCallFromBeforeSaysNothingOfAnOpenCircuit() {
        Ticket before = admit(false);
        open();
        assertEquals(Change.NONE, circuit.content(before, now));
        assertEquals(Change.NONE, circuit.end(before, Verdict.WELL, now));
        assertEquals(Change.NONE, circuit.end(before, FAILED, now));
        assertEquals(1000, told().millis());
    }

    @Test
    void theLastResortIsAlwaysLetThrough() {
        open();
        Ticket first = admit(true);
        Ticket second = admit(true);
        Ticket third = admit(true);
        assertFalse(first.isProbe());
        assertEquals(Change.PROLONGED, circuit.end(first, FAILED, now));
        assertEquals(2000, told().millis());
        assertEquals(Change.NONE, circuit.end(second, FAILED, now), "they ran at the same time: one try");
        assertEquals(Change.CLOSED, circuit.content(third, now));
    }

    @Test
    void theLastResortIsTheProbeWhereOneIsDue() {
        open();
        now += SECOND;
        assertTrue(admit(true).isProbe());
        assertNull(circuit.admit(false, now));
        assertFalse(admit(true).isProbe());
    }

    @Test
    void aPauseOpensItAtOnceForItsTime() {
        assertEquals(Change.OPENED, call(pause(7000)));
        assertEquals(7000, told().millis());
        now += 7 * SECOND;
        assertEquals(Change.PROLONGED, circuit.end(admit(false), pause(3000), now));
        assertEquals(3000, told().millis());
        now += 3 * SECOND;
        assertEquals(Change.PROLONGED, circuit.end(admit(false), FAILED, now));
        assertEquals(1000, told().millis());
    }

    @Test
    void aPauseThatEndsSoonerChangesNothing() {
        Ticket before = admit(false);
        assertEquals(Change.OPENED, call(pause(7000)));
        assertEquals(Change.NONE, circuit.end(before, pause(6000), now));
        assertEquals(Change.PROLONGED, circuit.end(before, pause(9000), now));
        assertEquals(9000, told().millis());
    }

    @Test
    void takesOverWhatAnotherNodeFound() {
        assertEquals(Change.OPENED, circuit.hear(new OpenCircuit(7, 400, "it broke"), now));
        assertEquals(new OpenCircuit(7, 400, "it broke"), told());
        assertEquals(Change.NONE, circuit.hear(new OpenCircuit(8, 300, "it broke"), now));
        assertEquals(Change.PROLONGED, circuit.hear(new OpenCircuit(9, 5000, "it broke"), now));
        assertEquals(new OpenCircuit(7, 5000, "it broke"), told());
        now += 5 * SECOND;
        assertEquals(Change.CLOSED, circuit.end(admit(false), Verdict.WELL, now));
    }

    @Test
    void isForgottenOnceItIsCleanOrLongUnused() {
        Change unused = call(FAILED);
        assertFalse(circuit.isForgettable(now));
        unused = call(Verdict.WELL);
        assertFalse(circuit.isForgettable(now), "the failure is in the window still");
        now += 10 * SECOND;
        assertTrue(circuit.isForgettable(now));
        open();
        now += Rules.MEMORY;
        assertFalse(circuit.isForgettable(now));
        now += 2 * SECOND;
        assertTrue(circuit.isForgettable(now));
    }

    private static Verdict pause(long millis) {
        return new Verdict(Verdict.Kind.PAUSE, millis, "the provider limits the rate");
    }

    private void open() {
        Change last = Change.NONE;
        for (int i = 0; i < 5; i++) {
            last = call(FAILED);
        }
        assertEquals(Change.OPENED, last);
    }

    private Change call(Verdict verdict) {
        return circuit.end(admit(false), verdict, now);
    }

    private Ticket admit(boolean lastResort) {
        Ticket ticket = circuit.admit(lastResort, now);
        assertNotNull(ticket);
        return Objects.requireNonNull(ticket);
    }

    private OpenCircuit told() {
        return Objects.requireNonNull(circuit.told(now));
    }
}
