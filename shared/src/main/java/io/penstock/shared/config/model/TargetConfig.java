package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;

/**
 * One place where a model runs.
 *
 * @param provider a name of the providers section
 * @param model the provider's own name for the model
 * @param weight 0 to 1,000,000; 0 is only ever a fallback. Matters to the strategies that weigh
 */
public record TargetConfig(String provider, String model, int weight) {

    public static final int DEFAULT_WEIGHT = 1;

    public TargetConfig {
        Check.name("provider", provider);
        Check.line("model", model);
        Check.range("weight", weight, 0, 1_000_000);
    }

    /** Whether a provider's model can have this name: one that comes from a client may be anything. */
    public static boolean isModel(String name) {
        return Check.isLine(name);
    }
}
