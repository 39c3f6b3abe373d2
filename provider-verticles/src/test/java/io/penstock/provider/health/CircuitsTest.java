package io.penstock.provider.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.OpenCircuit;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CircuitsTest {

    private static final String TARGET = "p/m";

    private long now;
    private final Node a = new Node("a");
    private final Node b = new Node("b");
    private final Node c = new Node("c");

    /** One node's circuits; what it tells goes where the test says. */
    private final class Node {
        final String name;
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        int changes;
        final Circuits circuits;

        Node(String name) {
            this.name = name;
            circuits = new Circuits(name, () -> changes++, meters, () -> now);
            circuits.configure(Set.of("p"), Set.of(TARGET, "p/a/b"));
        }

        CircuitCall admit() {
            return Objects.requireNonNull(circuits.admit("p", "m", false));
        }

        boolean admits() {
            CircuitCall call = circuits.admit("p", "m", false);
            if (call != null) {
                call.dropped();
            }
            return call != null;
        }

        void fail(String model) {
            for (int i = 0; i < Rules.FAILURES_IN_A_ROW; i++) {
                CircuitCall call = circuits.admit("p", model, false);
                Objects.requireNonNull(call).failed(broken());
            }
        }

        void hear(Node... others) {
            for (Node other : others) {
                circuits.hear(other.beat());
            }
        }

        Beat beat() {
            Health health = new Health(circuits.open(), List.of());
            return new Beat(name, 1, false, false, false, false, "", Map.of(), health, Map.of());
        }

        OpenCircuit open() {
            return Objects.requireNonNull(circuits.open().get(TARGET));
        }

        double count(String meter, String... tags) {
            var counter = meters.find(meter).tags(tags).counter();
            return counter == null ? 0 : counter.count();
        }
    }

    @Test
    void remembersNothingOfTargetsThatAreWell() {
        a.admit().answered();
        assertEquals(0, a.circuits.size());
        a.admit().failed(broken());
        assertEquals(1, a.circuits.size());
        a.admit().answered();
        pass(11_000);
        assertTrue(a.circuits.open().isEmpty());
        assertEquals(0, a.circuits.size());
        assertEquals(0, a.changes);
    }

    @Test
    void aFewFailuresAmongManySuccessesLeaveItClosed() {
        for (int i = 0; i < 2000; i++) {
            a.admit().answered();
            pass(1);
        }
        for (int i = 0; i < 40; i++) {
            a.admit().failed(broken());
            a.admit().answered();
        }
        assertTrue(a.admits());
        for (int i = 0; i < 10_000; i++) {
            pass(1);
        }
        for (int i = 0; i < 10; i++) {
            assertTrue(a.admits());
            a.admit().answered();
            a.admit().failed(broken());
        }
        assertFalse(a.admits(), "what is older than ten seconds does not count");
    }

    @Test
    void tellsOnceOfEachChange() {
        a.fail("m");
        assertEquals(1, a.changes);
        assertFalse(a.admits());
        assertEquals("5 failures in a row: answered with status 500", a.open().why());
        pass(1000);
        CircuitCall probe = a.admit();
        probe.content();
        probe.content();
        probe.answered();
        probe.failed(broken());
        assertEquals(2, a.changes);
        assertTrue(a.circuits.open().isEmpty());
        assertEquals(1, a.count("penstock.circuit.openings", "provider", "p", "model", "m"));
        assertEquals(1, a.count("penstock.circuit.probes", "result", "ok"));
    }

    @Test
    void aCallCountsOnce() {
        for (int i = 0; i < 4; i++) {
            CircuitCall call = a.admit();
            call.failed(broken());
            call.failed(broken());
            call.tooSlow();
        }
        assertTrue(a.admits());
        a.admit().tooSlow();
        assertFalse(a.admits());
    }

    @Test
    void metricsNameConfiguredTargetsOnly() {
        a.fail("made up by a client");
        a.fail("a/b");
        assertEquals(1, a.count("penstock.circuit.openings", "model", "other"));
        assertEquals(1, a.count("penstock.circuit.openings", "model", "a/b"));
    }

    @Test
    void remembersABoundedNumberOfTargets() {
        for (int i = 0; i < Rules.MOST_TARGETS + 50; i++) {
            Objects.requireNonNull(a.circuits.admit("p", "made up " + i, false)).failed(broken());
        }
        assertEquals(Rules.MOST_TARGETS, a.circuits.size());
        a.fail("m");
        assertFalse(a.admits(), "a configured one always finds room");
    }

    @Test
    void takesOverAnOpeningWithItsNumberAndItsRest() {
        a.fail("m");
        pass(400);
        b.hear(a);
        assertEquals(a.open(), b.open());
        assertEquals(1, b.changes);
        assertFalse(b.admits());
        assertEquals(0, b.count("penstock.circuit.openings"), "counted where it was found");
        pass(600);
        assertTrue(b.admits());
    }

    @Test
    void takesOverAnOpeningOnce() {
        a.fail("m");
        b.hear(a);
        pass(1000);
        a.admit().failed(broken());
        b.admit().answered();
        for (int i = 0; i < 100; i++) {
            b.hear(a);
            assertTrue(b.admits(), "its neighbour alone cannot reach the provider");
            pass(100);
        }
    }

    @Test
    void noOpeningGoesRoundBetweenNodes() {
        a.fail("m");
        long opening = a.open().opening();
        for (int i = 0; i < 5; i++) {
            all();
            pass(150);
        }
        assertEquals(opening, b.open().opening());
        assertEquals(opening, c.open().opening());
        assertEquals(List.of(1, 1, 1), List.of(a.changes, b.changes, c.changes));
        pass(250);
        all();
        for (Node node : List.of(a, b, c)) {
            CircuitCall probe = node.admit();
            probe.content();
            probe.answered();
            all();
            assertTrue(node.admits(), node.name);
        }
        pass(1000);
        all();
        assertTrue(a.circuits.open().isEmpty()
                && b.circuits.open().isEmpty()
                && c.circuits.open().isEmpty());
        assertEquals(List.of(2, 2, 2), List.of(a.changes, b.changes, c.changes));
    }

    @Test
    void hearsOfALaterNodeWhatTheFirstOneClosed() {
        a.fail("m");
        b.hear(a);
        pass(1000);
        b.admit().failed(broken()); // for 2 s now
        a.admit().answered();
        a.hear(b);
        assertTrue(a.admits(), "its own opening, told by another");
        c.hear(b);
        assertFalse(c.admits());
    }

    @Test
    void twoOpeningsOfOneTargetBecomeOneWithTheLaterEnd() {
        a.fail("m");
        b.admit().failed(limited(5000));
        long opening = a.open().opening();
        a.hear(b);
        assertEquals(opening, a.open().opening());
        assertEquals(5000, a.open().millis());
        b.hear(a);
        assertEquals(5000, b.open().millis());
        assertEquals(1, b.changes);
    }

    @Test
    void aTrueNewOpeningIsTakenOverAgain() {
        a.fail("m");
        b.hear(a);
        pass(1000);
        a.admit().answered();
        b.admit().answered();
        all();
        a.fail("m");
        b.hear(a);
        assertFalse(b.admits());
    }

    @Test
    void doesNotListenForProvidersThatItDoesNotServe() {
        a.fail("m");
        b.circuits.configure(Set.of("q"), Set.of());
        b.hear(a);
        assertEquals(0, b.circuits.size());
    }

    @Test
    void forgetsAProvider() {
        a.fail("m");
        b.hear(a);
        b.circuits.forget("p");
        assertTrue(b.admits());
        b.hear(a);
        assertTrue(b.admits());
    }

    @Test
    void callsThatBeganBeforeItWasForgottenSayNothingOfTheNewOne() {
        CircuitCall[] before = new CircuitCall[Rules.FAILURES_IN_A_ROW];
        Arrays.setAll(before, i -> a.admit());
        a.circuits.forget("p");
        for (CircuitCall call : before) {
            call.content();
            call.failed(broken());
        }
        assertEquals(0, a.circuits.size());
        CircuitCall old = a.admit();
        a.circuits.forget("p");
        a.fail("m");
        old.answered();
        old.failed(limited(5000));
        assertEquals(1000, a.open().millis());
    }

    @Test
    void callsByAnEarlierConfigurationSayNothing() {
        a.circuits.unwatched("p", "m").failed(limited(5000));
        a.fail("m");
        a.circuits.unwatched("p", "m").content();
        a.circuits.unwatched("p", "m").answered();
        assertFalse(a.admits());
        assertEquals(1, a.changes);
    }

    @Test
    void theLastResortIsCalled() {
        a.fail("m");
        assertNull(a.circuits.admit("p", "m", false));
        CircuitCall last = a.circuits.admit("p", "m", true);
        assertNotNull(last);
        last.content();
        assertTrue(a.admits());
    }

    private void all() {
        a.hear(b, c);
        b.hear(a, c);
        c.hear(a, b);
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Failure broken() {
        return Failure.passing(ApiErrors.providerError("The provider 'p' answered with status 500", null));
    }

    private static Failure limited(long retryAfter) {
        return Failure.passing(ApiErrors.providerRateLimited("slow down", null, retryAfter))
                .with(Failure.Cause.RATE_LIMIT);
    }
}
