package io.penstock.provider.worker;

import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.model.ProviderConfig;

/**
 * How a provider is called under one version of the configuration.
 *
 * @param version of the whole file's text
 * @param keys the node's, shared by all worker instances
 */
record Setup(String version, ProviderConfig config, ApiKeys keys) {

    /** Whether calls go the same way: where a provider's own section stays, its state does. */
    boolean isSameAs(Setup other) {
        return keys == other.keys && config.equals(other.config);
    }
}
