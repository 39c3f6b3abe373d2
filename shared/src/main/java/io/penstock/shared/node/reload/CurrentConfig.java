package io.penstock.shared.node.reload;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.yaml.Loaded;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The configuration that new requests run under, and what became of later ones. Read on any thread, written on one. */
public final class CurrentConfig {

    /** @param rejected why the last text was not taken; null if it was */
    private record State(
            Loaded loaded, Instant at, @Nullable String rejected, long reloads, long rejections) {}

    private volatile State state;

    /** @param loaded what the node starts with */
    public CurrentConfig(Loaded loaded) {
        state = new State(loaded, Instant.now(), null, 0, 0);
    }

    public Config config() {
        return state.loaded.config();
    }

    public String version() {
        return state.loaded.version();
    }

    /** Whether the last text that was there was not taken. */
    boolean isRejecting() {
        return state.rejected != null;
    }

    void applied(Loaded loaded) {
        state = new State(loaded, Instant.now(), null, state.reloads + 1, state.rejections);
    }

    void rejected(String message) {
        state = new State(state.loaded, state.at, message, state.reloads, state.rejections + 1);
    }

    /** The text is the current one again. */
    void confirmed() {
        state = new State(state.loaded, state.at, null, state.reloads, state.rejections);
    }

    /** For {@code /cluster}. */
    public JsonObject report() {
        State now = state;
        return new JsonObject()
                .put("version", now.loaded.version())
                .put("loadedAt", now.at.toString())
                .put("rejected", now.rejected);
    }

    public void bindTo(MeterRegistry meters) {
        counter(meters, "applied", current -> current.state.reloads);
        counter(meters, "rejected", current -> current.state.rejections);
        Meter unused = Gauge.builder(
                        "penstock.config.last.reload.successful", this, current -> current.isRejecting() ? 0 : 1)
                .description("0 as long as the configuration's file has a text that was rejected")
                .register(meters);
        Meter alsoUnused = Gauge.builder(
                        "penstock.config.last.reload.seconds", this, current -> current.state.at.getEpochSecond())
                .description("Unix time at which the current configuration was taken")
                .register(meters);
    }

    private void counter(MeterRegistry meters, String result, ToDoubleFunction<CurrentConfig> count) {
        Meter unused = FunctionCounter.builder("penstock.config.reloads", this, count)
                .tag("result", result)
                .description("Texts of the configuration that were taken, or rejected, since the start")
                .register(meters);
    }
}
