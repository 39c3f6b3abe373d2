package io.penstock.shared.config;

/**
 * A configuration that cannot be used. The message is written for the person who wrote the file:
 * {@code file:line: key.path: what is wrong and what is allowed}. It never has a secret in it, and
 * is all there is to show: no stack trace.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message, null, false, false);
    }
}
