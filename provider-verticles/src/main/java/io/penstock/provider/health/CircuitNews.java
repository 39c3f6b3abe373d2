package io.penstock.provider.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what becomes of circuits: a line in the log, a count in the metrics. Any thread. */
final class CircuitNews {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitNews.class);

    private final MeterRegistry meters;
    /** Only these become labels: clients can name any model. */
    private volatile Set<Target> configured = Set.of();

    CircuitNews(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param targets of the configuration */
    void configured(Set<Target> targets) {
        configured = Set.copyOf(targets);
    }

    boolean isConfigured(Target target) {
        return configured.contains(target);
    }

    void opened(Target target, String why, long millis) {
        LOG.atWarn()
                .setMessage("a target fails and is left alone for a while")
                .addKeyValue("target", target.id())
                .addKeyValue("why", why)
                .addKeyValue("millis", millis)
                .log();
        Counter.builder("penstock.circuit.openings")
                .description("Times that a target was left alone since it failed or asked for a pause")
                .tag("provider", target.provider())
                .tag("model", label(target))
                .register(meters)
                .increment();
    }

    void heard(Target target, String why, String node) {
        LOG.atInfo()
                .setMessage("a target is left alone for a while, as another node does")
                .addKeyValue("target", target.id())
                .addKeyValue("why", why)
                .addKeyValue("toldBy", node)
                .log();
    }

    void closed(Target target, String why) {
        LOG.atInfo()
                .setMessage("a target is well again")
                .addKeyValue("target", target.id())
                .addKeyValue("was", why)
                .log();
    }

    /** @param result {@code ok}, {@code failed}, or {@code unknown} where the call ended before it could tell */
    void probed(Target target, String result) {
        Counter.builder("penstock.circuit.probes")
                .description("Calls that tried whether a target is well again")
                .tag("provider", target.provider())
                .tag("model", label(target))
                .tag("result", result)
                .register(meters)
                .increment();
    }

    private String label(Target target) {
        return isConfigured(target) ? target.model() : "other";
    }
}
