package io.penstock.shared.config.node;

import io.penstock.shared.config.value.Check;

/**
 * Finds the members by DNS.
 *
 * @param service the name of a headless service that selects the nodes
 */
public record KubernetesConfig(String service) {

    public KubernetesConfig {
        Check.host("service", service);
    }
}
