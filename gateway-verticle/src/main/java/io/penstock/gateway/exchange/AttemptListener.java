package io.penstock.gateway.exchange;

import io.penstock.shared.bus.AnswerReceiver;
import io.penstock.shared.chat.error.ApiError;

/** Hears how an attempt goes, on the gateway's event loop. Exactly one of {@code end}, {@code fail}, {@code notStarted} is the last. */
public interface AttemptListener extends AnswerReceiver.Listener {

    /**
     * No worker took the attempt; nothing was sent to the provider.
     *
     * @param tripped whether a worker refused it since its node leaves the target alone
     */
    void notStarted(ApiError why, boolean tripped);
}
