package io.penstock.shared.config.access;

/** How clients are known. */
public enum AuthMode {
    /** By the keys of the configuration. */
    KEYS,
    /** Not at all: every caller is one anonymous client. On loopback only. */
    NONE
}
