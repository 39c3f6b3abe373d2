package io.penstock.shared.config.node;

/** What a node does; a node may do both. */
public enum Role {
    /** Serves clients over HTTP. */
    GATEWAY,
    /** Calls the providers, and holds their API keys. */
    PROVIDER
}
