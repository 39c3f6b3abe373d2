package io.penstock.provider.upstream;

/**
 * What a provider said to one of its keys.
 *
 * @param place of the key among those that are set, from 0
 * @param detail the provider's words, without any secret; empty where the key works
 */
public record KeyCheck(int place, Outcome outcome, String detail) {

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
