package io.penstock.shared.config.value;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that is never printed, or the name of the environment variable that should have held it.
 * Not a record and without getters, so that no serialiser, log line or debugger view tells it.
 */
public final class Secret {

    /** Transient keeps it from serialisers that read fields. */
    private final transient @Nullable String value;

    private final @Nullable String variable;

    /** Where a set one came from; says nothing of its value. */
    private final @Nullable String source;

    private Secret(@Nullable String value, @Nullable String variable, @Nullable String source) {
        this.value = value;
        this.variable = variable;
        this.source = source;
    }

    /**
     * @param source the environment variable that it came from; null for none
     * @throws InvalidConfigException as {@link #of(String)}
     */
    public static Secret of(String value, @Nullable String source) {
        Secret secret = of(value);
        return new Secret(secret.value, null, source);
    }

    /** @throws InvalidConfigException unless the value is 1 or more visible ASCII characters, as HTTP headers demand */
    public static Secret of(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidConfigException(
                    "", "must be visible ASCII characters, without spaces or line ends in or around it");
        }
        return new Secret(value, null, null);
    }

    /** A secret whose environment variable is unset or empty. */
    public static Secret unset(String variable) {
        return new Secret(null, variable, null);
    }

    public boolean isSet() {
        return value != null;
    }

    /** The environment variable to set, where this is unset; null otherwise. */
    public @Nullable String variable() {
        return variable;
    }

    /** The environment variable that gave the value; null for one of the file, and for one that is unset. */
    public @Nullable String source() {
        return source;
    }

    /**
     * The value itself, for the request that needs it and nothing else.
     *
     * @throws IllegalStateException if unset
     */
    public String reveal() {
        if (value == null) {
            throw new IllegalStateException("the environment variable " + variable + " is not set");
        }
        return value;
    }

    /** The same value, or the same unset variable: a reload tells by it what has changed. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && Objects.equals(value, secret.value)
                && Objects.equals(variable, secret.variable);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, variable);
    }

    @Override
    public String toString() {
        return "***";
    }
}
