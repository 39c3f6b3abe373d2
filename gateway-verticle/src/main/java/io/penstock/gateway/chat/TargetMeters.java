package io.penstock.gateway.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.gateway.routing.targets.TargetStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** How this gateway sees the configured targets, as metrics. Those that clients name themselves have none. */
final class TargetMeters {

    private final TargetStats stats;
    private final MultiGauge open;
    private final MultiGauge inFlight;

    TargetMeters(MeterRegistry meters, TargetStats stats) {
        this.stats = stats;
        this.open = MultiGauge.builder("penstock.target.open")
                .description("1 while every node that serves the target leaves it alone: its circuit is open")
                .register(meters);
        this.inFlight = MultiGauge.builder("penstock.target.in.flight")
                .description("Attempts now running on the target, over the whole cluster")
                .register(meters);
    }

    void show(Setup setup) {
        Map<String, Target> targets = new LinkedHashMap<>();
        setup.routes().targets().forEach(target -> targets.putIfAbsent(target.id(), target));
        open.register(
                targets.values().stream()
                        .map(target -> MultiGauge.Row.of(tags(target), () -> stats.restMillis(target) > 0 ? 1 : 0))
                        .toList(),
                true);
        inFlight.register(
                targets.values().stream()
                        .map(target -> MultiGauge.Row.of(tags(target), () -> stats.inFlight(target)))
                        .toList(),
                true);
    }

    private static Tags tags(Target target) {
        return Tags.of("provider", target.provider(), "model", target.model());
    }
}
