package io.penstock.shared.config.model;

/**
 * A model as its provider knows it.
 *
 * @param name the provider's own; for {@code azure} that of a deployment, which its owner has chosen
 */
public record UpstreamModel(ProviderType type, String name) {}
