package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.InvalidConfigException;
import java.util.Map;

/**
 * One place where a model runs.
 *
 * @param provider a name of the providers section
 * @param model the provider's own name for the model
 * @param weight 0 to 1,000,000; 0 is only ever a fallback. Matters to the strategies that weigh
 * @param timeouts its own, where they differ from the model's
 * @param defaults request parameters for clients that do not send them: name to JSON text
 * @param overrides request parameters whatever clients send: name to JSON text, {@code null} to drop one;
 *     of a name that is in both, this one counts
 */
public record TargetConfig(
        String provider,
        String model,
        int weight,
        TargetTimeouts timeouts,
        Map<String, String> defaults,
        Map<String, String> overrides) {

    public static final int DEFAULT_WEIGHT = 1;

    public TargetConfig {
        Check.name("provider", provider);
        Check.line("model", model);
        Check.range("weight", weight, 0, 1_000_000);
        defaults = Check.ordered(defaults);
        overrides = Check.ordered(overrides);
        ParameterNames.check("defaults", defaults);
        ParameterNames.check("overrides", overrides);
        defaults.forEach((name, json) -> {
            if (json.equals("null")) {
                throw new InvalidConfigException(
                        "defaults." + name, "has no value; a null under overrides drops what clients send");
            }
        });
    }

    /** With nothing of its own. */
    public TargetConfig(String provider, String model, int weight) {
        this(provider, model, weight, TargetTimeouts.NONE, Map.of(), Map.of());
    }

    /** Whether a provider's model can have this name: one that comes from a client may be anything. */
    public static boolean isModel(String name) {
        return Check.isLine(name);
    }
}
