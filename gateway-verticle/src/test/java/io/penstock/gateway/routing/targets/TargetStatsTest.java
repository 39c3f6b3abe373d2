package io.penstock.gateway.routing.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.TargetLoad;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.Timeouts;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetStatsTest {

    private static final Target KNOWN = target("known");

    private final TargetStats stats = new TargetStats("g", new BeatBoard("g"));

    private static Target target(String model) {
        return Target.of(
                new TargetConfig("p", model, 1),
                ProviderConfig.of(ProviderType.ECHO, null, List.of()),
                Timeouts.DEFAULT);
    }

    @Test
    void tellsWhatIsInFlightAndHowSoonFirstTokensCame() {
        stats.configure(Stream.of(KNOWN));
        stats.opened(KNOWN);
        stats.opened(KNOWN);
        stats.content(KNOWN, true, 120);
        stats.closed(KNOWN);
        assertEquals(Map.of("p/known", new TargetLoad(1, 120)), stats.loads());
        stats.closed(KNOWN);
        assertEquals(0, stats.inFlight(KNOWN));
    }

    @Test
    void namesThatClientsMakeUpLeaveNothingBehind() {
        stats.configure(Stream.of(KNOWN));
        for (int i = 0; i < 10_000; i++) {
            Target other = target("made-up-" + i);
            stats.opened(other);
            stats.content(other, true, 10);
            stats.failed(other, true);
            stats.closed(other);
        }
        assertEquals(Map.of(), stats.loads());
        assertEquals(-1, stats.firstTokenMillis(target("made-up-1"), true));
    }

    @Test
    void tellsABoundedNumberOfOthers() {
        stats.configure(Stream.of(KNOWN));
        stats.opened(KNOWN);
        for (int i = 0; i < 1000; i++) {
            stats.opened(target("made-up-" + i));
        }
        assertTrue(stats.loads().containsKey("p/known"));
        assertEquals(101, stats.loads().size());
        assertEquals(1, stats.inFlight(target("made-up-999")));
    }

    @Test
    void aReloadKeepsWhatIsKnownOfATarget() {
        stats.configure(Stream.of(KNOWN));
        stats.opened(KNOWN);
        stats.content(KNOWN, true, 120);
        stats.configure(Stream.of(KNOWN, target("new")));
        assertEquals(120, stats.firstTokenMillis(KNOWN, true));
        stats.configure(Stream.of(target("new")));
        assertEquals(1, stats.inFlight(KNOWN));
        stats.closed(KNOWN);
        assertEquals(Map.of(), stats.loads());
    }
}
