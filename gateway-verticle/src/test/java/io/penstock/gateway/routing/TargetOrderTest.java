package io.penstock.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.penstock.shared.config.model.Strategy;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetOrderTest {

    private static final List<TargetConfig> TARGETS =
            List.of(new TargetConfig("a", "m", 3), new TargetConfig("b", "m", 1), new TargetConfig("c", "m", 0));

    private final Map<String, Integer> inFlight = new HashMap<>();
    private final TargetOrder order = new TargetOrder(new Random(1), p -> inFlight.getOrDefault(p, 0));

    private static Route route(Strategy strategy) {
        return new Route("m", strategy, TARGETS, 2, Timeouts.DEFAULT);
    }

    private List<String> providers(Strategy strategy) {
        return order.of(route(strategy)).stream().map(TargetConfig::provider).toList();
    }

    @Test
    void failoverKeepsTheConfiguredOrder() {
        assertEquals(List.of("a", "b", "c"), providers(Strategy.FAILOVER));
    }

    @Test
    void weightedFollowsTheWeightsAndKeepsWeightZeroForLast() {
        int first = 0;
        for (int i = 0; i < 10_000; i++) {
            List<String> providers = providers(Strategy.WEIGHTED);
            first += providers.get(0).equals("a") ? 1 : 0;
            assertEquals("c", providers.get(2));
        }
        assertEquals(0.75, first / 10_000.0, 0.02);
    }

    @Test
    void leastBusyPrefersTheFewestAttemptsForItsWeight() {
        inFlight.put("a", 6);
        inFlight.put("b", 1);
        assertEquals(
                List.of("b", "a"),
                providers(Strategy.LEAST_BUSY).stream()
                        .filter(p -> !p.equals("c"))
                        .toList());
        inFlight.put("b", 3);
        assertEquals(
                List.of("a", "b"),
                providers(Strategy.LEAST_BUSY).stream()
                        .filter(p -> !p.equals("c"))
                        .toList());
    }
}
