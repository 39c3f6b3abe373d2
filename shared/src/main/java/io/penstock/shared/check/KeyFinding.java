package io.penstock.shared.check;

/**
 * What a provider said to one of its keys.
 *
 * @param provider its name in the configuration
 * @param key its place in {@code apiKeys}, from 0; {@link #NO_KEY} where the provider has none there
 * @param detail the provider's words or what went wrong, without any secret; empty where the key works
 */
public record KeyFinding(String provider, int key, Outcome outcome, String detail) {

    public static final int NO_KEY = -1;

    public enum Outcome {
        WORKS,
        /** The provider does not accept the key. */
        REFUSED,
        /** It answered, and neither accepted the key nor refused it. */
        UNCLEAR,
        /** No answer could be had. */
        UNREACHABLE
    }
}
