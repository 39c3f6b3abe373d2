package io.penstock.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.health.Circuit.Change;
import io.penstock.provider.health.Circuit.Ticket;
import io.penstock.shared.beat.OpenCircuit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever calls come, overlap and end in whatever order. */
class CircuitPropertyTest {

    private static final Verdict FAILED = new Verdict(Verdict.Kind.FAILED, 0, "x");

    private long now;
    private Circuit circuit = new Circuit(() -> 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsInAnyOrderOfEvents(long seed) {
        Random random = new Random(seed);
        AtomicLong numbers = new AtomicLong();
        for (int round = 0; round < 100; round++) {
            now = random.nextLong();
            circuit = new Circuit(numbers::incrementAndGet);
            run(random);
            recovers();
        }
    }

    private void run(Random random) {
        List<Ticket> calls = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            OpenCircuit before = circuit.told(now);
            switch (random.nextInt(6)) {
                case 0 -> now += TimeUnit.MILLISECONDS.toNanos(random.nextInt(3000));
                case 1, 2 -> {
                    boolean lastResort = random.nextInt(5) == 0;
                    Ticket ticket = circuit.admit(lastResort, now);
                    checkAdmission(before, lastResort, ticket);
                    if (ticket != null) {
                        calls.add(ticket);
                    }
                }
                case 3, 4 -> {
                    if (!calls.isEmpty()) {
                        Ticket call = calls.remove(random.nextInt(calls.size()));
                        checkChange(before, circuit.end(call, verdict(random), now));
                    }
                }
                default -> {
                    if (!calls.isEmpty()) {
                        Ticket call = calls.get(random.nextInt(calls.size()));
                        Change change = circuit.content(call, now);
                        checkChange(before, change);
                        assertTrue(change == Change.NONE || change == Change.CLOSED);
                    }
                }
            }
            OpenCircuit after = circuit.told(now);
            assertTrue(after == null || (after.millis() >= 0 && after.millis() <= Rules.LONGEST_PAUSE_MILLIS));
        }
    }

    private static void checkAdmission(@Nullable OpenCircuit before, boolean lastResort, @Nullable Ticket ticket) {
        if (before == null) {
            assertEquals(Ticket.NORMAL, ticket);
        } else if (lastResort) {
            assertNotNull(ticket);
        } else if (ticket != null) {
            assertTrue(ticket.isProbe());
            assertEquals(0, before.millis(), "a probe before its time");
        }
    }

    private void checkChange(@Nullable OpenCircuit before, Change change) {
        OpenCircuit after = circuit.told(now);
        switch (change) {
            case OPENED -> assertTrue(before == null && after != null);
            case CLOSED -> assertTrue(before != null && after == null);
            case PROLONGED ->
                assertTrue(before != null
                        && after != null
                        && after.opening() == before.opening()
                        && after.millis() >= before.millis());
            case NONE -> assertEquals(before == null, after == null);
        }
    }

    /** Whatever has happened, a target that is well is in use again after its time and one call. */
    private void recovers() {
        now += TimeUnit.MILLISECONDS.toNanos(Rules.LONGEST_PAUSE_MILLIS) + Rules.PROBE_PATIENCE;
        Ticket probe = circuit.admit(false, now);
        assertNotNull(probe);
        Change unused = circuit.end(probe, Verdict.WELL, now);
        assertEquals(Ticket.NORMAL, circuit.admit(false, now));
    }

    private static Verdict verdict(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> Verdict.WELL;
            case 2 -> Verdict.NONE;
            case 3 -> new Verdict(Verdict.Kind.PAUSE, 1 + random.nextInt(10_000), "y");
            default -> FAILED;
        };
    }
}
