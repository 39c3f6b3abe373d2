package io.penstock.provider.contract.wire;

/**
 * What the provider bills, as the client should read it. A wire form that counts otherwise renders it so that
 * its own counts mean this: Anthropic's {@code input_tokens}, for one, are {@code prompt - cached - cacheWritten}.
 *
 * @param prompt cached ones included
 * @param cached of the prompt's, read from the provider's cache
 * @param cacheWritten of the prompt's, written to the provider's cache; 0 unless {@link Ability#CACHE_WRITES}
 * @param completion reasoning included
 * @param reasoning of the completion's
 */
public record Tokens(long prompt, long cached, long cacheWritten, long completion, long reasoning) {

    public static Tokens of(long prompt, long completion) {
        return new Tokens(prompt, 0, 0, completion, 0);
    }
}
