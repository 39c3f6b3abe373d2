package io.penstock.shared.beat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BeatBoardTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BeatBoard board = new BeatBoard("here");
    private final List<String> lost = new ArrayList<>();

    @BeforeEach
    void listen() {
        board.onNodeLost(lost::add);
    }

    @Test
    void knowsTheWorkersOfEachLiveNode() {
        board.saw(beat("a", 1, false, 3, 0), 0);
        board.saw(beat("b", 1, false, 5), 0);
        List<WorkerRef> workers = board.workers("openai");
        assertEquals(
                List.of("worker.openai.a.0", "worker.openai.a.1", "worker.openai.b.0"),
                workers.stream().map(WorkerRef::address).sorted().toList());
        assertTrue(board.workers("unknown").isEmpty());
    }

    @Test
    void aBeatChangesTheLoadOfTheSameWorker() {
        board.saw(beat("a", 1, false, 3), 0);
        WorkerRef worker = board.workers("openai").get(0);
        board.saw(beat("a", 1, false, 9), SECOND);
        assertSame(worker, board.workers("openai").get(0));
        assertEquals(9, worker.inFlight());
    }

    @Test
    void aDrainingNodeTakesNothingNewButIsNotLost() {
        board.saw(beat("a", 1, false, 3), 0);
        board.saw(beat("a", 1, true, 3), SECOND);
        assertTrue(board.workers("openai").isEmpty());
        assertEquals(1, board.nodes().size());
        assertTrue(lost.isEmpty());
    }

    @Test
    void aDrainingNodesOwnGatewayGoesOnUsingItsWorkers() {
        board.saw(beat("here", 1, true, 3), 0);
        assertEquals(1, board.workers("openai").size());
    }

    @Test
    void aNodeIsLostAfterThreeSilentSeconds() {
        board.saw(beat("a", 1, false, 3), 0);
        board.sweep(3 * SECOND);
        assertTrue(lost.isEmpty());
        board.sweep(3 * SECOND + 1);
        assertEquals(List.of("a"), lost);
        assertTrue(board.workers("openai").isEmpty());
    }

    @Test
    void aNodeIsLostOnce() {
        board.saw(beat("a", 1, false, 3), 0);
        board.lost("a");
        board.lost("a");
        board.sweep(10 * SECOND);
        assertEquals(List.of("a"), lost);
    }

    @Test
    void aHandlerThatIsTakenAwayHearsNoMore() {
        List<String> other = new ArrayList<>();
        Runnable away = board.onNodeLost(other::add);
        away.run();
        board.saw(beat("a", 1, false, 3), 0);
        board.lost("a");
        assertEquals(List.of("a"), lost);
        assertTrue(other.isEmpty());
    }

    @Test
    void aRestartedNodeLosesItsOldStreamsAndServesNewOnes() {
        board.saw(beat("a", 1, false, 3), 0);
        board.saw(beat("a", 2, false, 0), SECOND);
        assertEquals(List.of("a"), lost);
        assertEquals(1, board.workers("openai").size());
    }

    @Test
    void aLeavingNodeIsLostAtOnce() {
        board.saw(beat("a", 1, false, 3), 0);
        board.saw(new Beat("a", 1, false, true, true, false, "", Map.of(), Health.GOOD, Map.of()), 1);
        assertEquals(List.of("a"), lost);
    }

    @Test
    void theSilenceOfANodeThatStoodStillItselfDoesNotCount() {
        board.saw(beat("a", 1, false, 3), 0);
        board.forgive(10 * SECOND);
        board.sweep(12 * SECOND);
        assertTrue(lost.isEmpty());
    }

    private static Beat beat(String node, long incarnation, boolean draining, int... inFlight) {
        return new Beat(
                node,
                incarnation,
                false,
                false,
                draining,
                false,
                "",
                Map.of("openai", inFlight),
                Health.GOOD,
                Map.of());
    }
}
