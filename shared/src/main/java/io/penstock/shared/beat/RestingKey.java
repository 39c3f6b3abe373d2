package io.penstock.shared.beat;

/**
 * An API key that is left out for a while.
 *
 * @param provider whose key
 * @param key a fingerprint, from which the key cannot be told
 * @param model the provider's model that it rests for; empty for all of them
 * @param broken whether the provider refused it; else it asked for a pause
 * @param millis from now until it is tried again
 * @param row differs from one row of refusals to the next, which a success ends; 0 where it is not broken
 */
public record RestingKey(String provider, String key, String model, boolean broken, long millis, long row) {}
