package io.penstock.shared.config.model;

import io.penstock.shared.config.value.Check;
import io.penstock.shared.config.value.Secret;

/**
 * One of a provider's keys.
 *
 * @param weight its share of the load beside the other keys, 1 to 1,000,000
 */
public record ApiKeyConfig(Secret key, int weight) {

    public static final int DEFAULT_WEIGHT = 1;

    public ApiKeyConfig {
        Check.range("weight", weight, 1, 1_000_000);
    }

    public ApiKeyConfig(Secret key) {
        this(key, DEFAULT_WEIGHT);
    }
}
