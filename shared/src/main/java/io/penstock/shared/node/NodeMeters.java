package io.penstock.shared.node;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.penstock.shared.beat.BeatBoard;

/** Metrics of the node itself; each side adds its own. */
final class NodeMeters {

    private NodeMeters() {}

    @SuppressWarnings("resource") // lives as long as the process
    static void bind(MeterRegistry meters, BeatBoard board, String node) {
        meters.config().commonTags("node", node);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmGcMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        Gauge unused = Gauge.builder("penstock.nodes", board, b -> b.nodes().size())
                .description("Live nodes as this one knows them")
                .register(meters);
    }

    /** Counts one admission that this node decided alone. */
    static Runnable localAdmissions(MeterRegistry meters) {
        return Counter.builder("penstock.limit.local.decisions")
                .description(
                        "Admissions decided against this node's share of the limits, the shared counters not answering")
                .register(meters)::increment;
    }
}
