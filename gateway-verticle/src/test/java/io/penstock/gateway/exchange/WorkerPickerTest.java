package io.penstock.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.WorkerRef;
import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.OwnLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerPickerTest {

    private final BeatBoard board = new BeatBoard("g");
    private final OwnLoop ownLoop = new OwnLoop();
    private final WorkerPicker picker = new WorkerPicker(board, "g", ownLoop, new Random(7));

    /** A node with workers that have so many calls each. */
    private void node(String name, int... inFlight) {
        board.saw(
                new Beat(name, 1, false, false, false, false, "", Map.of("w", inFlight), Health.GOOD, Map.of()),
                System.nanoTime());
    }

    private @Nullable WorkerRef pick(Set<String> refusedBy) {
        return picker.pick("w", "target", null, refusedBy);
    }

    private Map<String, Integer> picks(int times) {
        Map<String, Integer> picks = new HashMap<>();
        for (int i = 0; i < times; i++) {
            WorkerRef picked = pick(Set.of());
            assertNotNull(picked);
            picks.merge(picked.address(), 1, Integer::sum);
        }
        return picks;
    }

    @Test
    void picksAnyOfEqualWorkersAsOftenAsTheOthers() {
        node("far", 0, 0, 0, 0);
        Map<String, Integer> picks = picks(4000);
        assertEquals(4, picks.size());
        picks.forEach((address, count) -> assertTrue(count > 800 && count < 1200, picks::toString));
    }

    @Test
    void takesItsOwnNodeFirst() {
        node("far", 0);
        node("g", 500);
        assertEquals(Set.of(Addresses.worker("w", "g", 0)), picks(50).keySet());
    }

    @Test
    void takesItsOwnLoopUnlessThatHasClearlyMoreToDo() {
        node("g", 8, 0, 0);
        ownLoop.serves(Addresses.worker("w", "g", 0));
        assertEquals(Set.of(Addresses.worker("w", "g", 0)), picks(100).keySet());
        node("g", 9, 0, 0);
        assertEquals(
                Set.of(Addresses.worker("w", "g", 1), Addresses.worker("w", "g", 2)),
                new HashSet<>(withoutBothOfOne(picks(1000)).keySet()));
    }

    /** Both of two random workers may be the one on the own loop. */
    private static Map<String, Integer> withoutBothOfOne(Map<String, Integer> picks) {
        Map<String, Integer> others = new HashMap<>(picks);
        Integer own = others.remove(Addresses.worker("w", "g", 0));
        assertTrue(own != null && own < 200, picks::toString);
        return others;
    }

    @Test
    void countsItsOwnCallsSinceTheBeat() {
        node("g", 0, 0);
        ownLoop.serves(Addresses.worker("w", "g", 0));
        WorkerRef first = pick(Set.of());
        assertNotNull(first);
        for (int i = 0; i < 9; i++) {
            picker.opened(first);
        }
        assertTrue(picks(100).containsKey(Addresses.worker("w", "g", 1)));
        for (int i = 0; i < 9; i++) {
            picker.closed(first);
        }
        assertEquals(Set.of(first.address()), picks(100).keySet());
    }

    @Test
    void anotherThreadsLoopIsNotItsOwn() throws InterruptedException {
        node("g", 0, 0);
        Thread other = new Thread(() -> ownLoop.serves(Addresses.worker("w", "g", 0)));
        other.start();
        other.join();
        assertEquals(2, picks(100).size());
    }

    @Test
    void picksNoneThatRefused() {
        node("g", 0, 0);
        ownLoop.serves(Addresses.worker("w", "g", 0));
        WorkerRef other = pick(Set.of(Addresses.worker("w", "g", 0)));
        assertNotNull(other);
        assertEquals(Addresses.worker("w", "g", 1), other.address());
        assertNull(pick(Set.of("g")));
    }
}
