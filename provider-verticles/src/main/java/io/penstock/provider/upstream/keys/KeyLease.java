package io.penstock.provider.upstream.keys;

import io.penstock.shared.chat.error.Failure;

/**
 * A key for one call, which tells its owner how the provider took it.
 *
 * @param model that the call is for
 * @param refusals how often the key had been refused when the call began
 */
public record KeyLease(ApiKeys keys, Key key, String model, int refusals) {

    /** The key itself, for the request's header and nothing else. */
    public String value() {
        return key.value;
    }

    void worked() {
        keys.worked(this);
    }

    Failure failed(Failure failure) {
        return keys.failed(this, failure);
    }
}
