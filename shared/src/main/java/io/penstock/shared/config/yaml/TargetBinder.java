package io.penstock.shared.config.yaml;

import io.penstock.shared.config.model.TargetConfig;
import io.penstock.shared.config.model.TargetTimeouts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A target of a model, with what it has of its own. */
final class TargetBinder {

    private TargetBinder() {}

    /**
     * @param publicName the model's name at the provider, where the target gives none
     * @param total what the model's requests end after; no deadline of a target can be longer
     */
    static TargetConfig target(Section section, String publicName, Duration total) {
        return section.read(
                TargetConfig.class,
                s -> new TargetConfig(
                        s.required("provider", text -> text),
                        s.value("model", text -> text, publicName),
                        s.value("weight", Scalars::integer, TargetConfig.DEFAULT_WEIGHT),
                        s.section("timeouts").read(TargetTimeouts.class, own -> timeouts(own, total)),
                        parameters(s.section("defaults")),
                        parameters(s.section("overrides"))));
    }

    private static TargetTimeouts timeouts(Section s, Duration total) {
        Duration own = ModelBinder.within(total, s, "total");
        Duration end = own == null ? total : own;
        return new TargetTimeouts(
                ModelBinder.within(end, s, "connect"),
                ModelBinder.within(end, s, "firstToken"),
                ModelBinder.within(end, s, "idle"),
                own);
    }

    /** Name to JSON text. Here a null is a value; one that the environment left nothing of is not there. */
    private static Map<String, String> parameters(Section section) {
        Map<String, String> parameters = new LinkedHashMap<>();
        section.places().forEach((name, place) -> {
            String json = JsonValues.of(place);
            if (json != null) {
                parameters.put(name, json);
            }
        });
        return parameters;
    }
}
