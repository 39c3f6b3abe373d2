package io.penstock.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.gateway.routing.targets.Target;
import io.penstock.gateway.routing.targets.TargetStats;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.Health;
import io.penstock.shared.beat.OpenCircuit;
import io.penstock.shared.beat.TargetLoad;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetOrderTest {

    private static final Target A = target("a", 3);
    private static final Target B = target("b", 1);
    private static final Target C = target("c", 0);

    private final BeatBoard board = new BeatBoard("g");
    private final TargetStats stats = new TargetStats("g", board);
    private final List<Target> configured = new ArrayList<>();
    private final TargetOrder order = new TargetOrder(new Random(1), stats);

    private static Target target(String provider, int weight) {
        return Target.of(
                new TargetConfig(provider, "m", weight),
                ProviderConfig.of(ProviderType.ECHO, null, List.of()),
                Timeouts.DEFAULT);
    }

    private Route route(Strategy strategy, Target... targets) {
        List<Target> list = List.of(targets);
        configure(targets);
        return new Route("m", strategy, list, new WeightedTurns(list), 2, Timeouts.DEFAULT, null);
    }

    private void configure(Target... targets) {
        configured.addAll(List.of(targets));
        stats.configure(configured.stream());
    }

    private List<Target> ordered(Route route, boolean stream) {
        return order.of(route, route.targets(), stream, true);
    }

    /** How often each is tried first. */
    private Map<String, Integer> firsts(Route route, int requests) {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < requests; i++) {
            List<Target> ordered = ordered(route, true);
            assertEquals(route.targets().size(), ordered.stream().distinct().count());
            firsts.merge(ordered.get(0).provider(), 1, Integer::sum);
        }
        return firsts;
    }

    private void beat(String node, Map<String, OpenCircuit> circuits, Map<String, TargetLoad> loads) {
        Map<String, int[]> workers = Map.of("a", new int[1], "b", new int[1], "c", new int[1]);
        Health health = new Health(circuits, List.of());
        board.saw(new Beat(node, 1, false, false, false, true, "", workers, health, loads), System.nanoTime());
    }

    @Test
    void failoverKeepsTheConfiguredOrder() {
        assertEquals(List.of(A, B, C), ordered(route(Strategy.FAILOVER, A, B, C), true));
    }

    @Test
    void weightedMeetsTheWeightsExactlyAndKeepsWeightZeroForLast() {
        Route route = route(Strategy.WEIGHTED, A, B, C);
        assertEquals(Map.of("a", 7500, "b", 2500), firsts(route, 10_000));
        for (int i = 0; i < 100; i++) {
            assertEquals(C, ordered(route, true).get(2));
        }
    }

    @Test
    void aTargetThatIsNotWantedOrAMereFallbackTakesNoTurn() {
        Route route = route(Strategy.WEIGHTED, A, B, target("d", 2));
        for (int i = 0; i < 300; i++) {
            assertEquals(List.of(B), order.of(route, List.of(B), true, true));
            assertEquals(3, order.of(route, route.targets(), true, false).size());
        }
        assertEquals(Map.of("a", 300, "b", 100, "d", 200), firsts(route, 600));
    }

    @Test
    void weightedMixesTheTurns() {
        Route route = route(Strategy.WEIGHTED, target("a", 5), target("b", 5));
        for (int i = 0; i < 10; i++) {
            assertEquals(Map.of("a", 1, "b", 1), firsts(route, 2));
        }
    }

    @Test
    void weightedSharesTheTurnsOfATargetThatIsLeftAlone() {
        beat("p", Map.of("a/m", new OpenCircuit(1, 60_000, "down")), Map.of());
        Route route = route(Strategy.WEIGHTED, A, target("x", 2), target("y", 1));
        assertEquals(Map.of("x", 200, "y", 100), firsts(route, 300));
    }

    @Test
    void leastBusyPrefersTheFewestAttemptsForItsWeight() {
        Route route = route(Strategy.LEAST_BUSY, A, B, C);
        for (int i = 0; i < 6; i++) {
            stats.opened(A);
        }
        stats.opened(B);
        assertEquals(List.of(B, A, C), ordered(route, true));
        stats.opened(B);
        stats.opened(B);
        assertEquals(List.of(A, B, C), ordered(route, true));
    }

    @Test
    void leastBusyCountsWhatOtherGatewaysHaveThere() {
        beat("other", Map.of(), Map.of("b/m", new TargetLoad(5, -1)));
        beat("g", Map.of(), Map.of("a/m", new TargetLoad(100, -1)));
        assertEquals(A, ordered(route(Strategy.LEAST_BUSY, B, A), true).get(0));
    }

    @Test
    void leastBusyDividesEqualTargetsByChance() {
        Map<String, Integer> firsts = firsts(route(Strategy.LEAST_BUSY, target("a", 1), target("b", 1)), 1000);
        assertTrue(firsts.getOrDefault("a", 0) > 400 && firsts.getOrDefault("b", 0) > 400, firsts.toString());
    }

    @Test
    void fastestPrefersTheSoonestFirstTokenAndGivesOthersASmallShare() {
        Target slow = target("slow", 1);
        Target fast = target("fast", 1);
        measured(slow, true, 300);
        measured(fast, true, 100);
        Map<String, Integer> firsts = firsts(route(Strategy.FASTEST, slow, fast), 10_000);
        assertTrue(firsts.getOrDefault("slow", 0) > 300 && firsts.getOrDefault("slow", 0) < 700, firsts.toString());
    }

    @Test
    void fastestAsksAnUnknownTargetOneRequestAtATime() {
        Target known = target("known", 1);
        Target unknown = target("unknown", 1);
        measured(known, true, 100);
        Route route = route(Strategy.FASTEST, known, unknown);
        assertEquals(unknown, ordered(route, true).get(0));
        stats.opened(unknown);
        assertTrue(firsts(route, 100).getOrDefault("known", 0) > 80);
    }

    @Test
    void fastestJudgesStreamsByStreamsAndPlainAnswersByPlainOnes() {
        Target one = target("one", 1);
        Target two = target("two", 1);
        measured(one, true, 10);
        measured(one, false, 5000);
        measured(two, true, 50);
        measured(two, false, 1000);
        Route route = route(Strategy.FASTEST, one, two);
        assertTrue(firsts(route, 100).getOrDefault("one", 0) > 80);
        int plain = 0;
        for (int i = 0; i < 100; i++) {
            plain += ordered(route, false).get(0).equals(two) ? 1 : 0;
        }
        assertTrue(plain > 80);
    }

    @Test
    void fastestGoesByOtherGatewaysWhereItKnowsNothingItself() {
        beat("other", Map.of(), Map.of("a/m", new TargetLoad(0, 900), "b/m", new TargetLoad(0, 100)));
        assertTrue(firsts(route(Strategy.FASTEST, A, B), 100).getOrDefault("b", 0) > 80);
    }

    @Test
    void fastestAvoidsATargetThatFailsFast() {
        Target failing = target("failing", 1);
        Target good = target("good", 1);
        measured(good, true, 2000);
        configure(failing);
        stats.opened(failing);
        stats.failed(failing, true);
        stats.closed(failing);
        assertTrue(firsts(route(Strategy.FASTEST, failing, good), 100).getOrDefault("good", 0) > 80);
    }

    private void measured(Target target, boolean stream, long millis) {
        configure(target);
        stats.opened(target);
        stats.content(target, stream, millis);
        stats.closed(target);
    }
}
