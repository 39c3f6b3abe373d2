package io.penstock.provider.upstream;

import io.vertx.core.Future;

/**
 * One configured provider inside one worker instance. Event loop only: calls are made, and their
 * answers arrive, on the worker's own event loop.
 */
public interface Provider {

    /**
     * Starts a completion. The sink may be written to before this returns, and gets exactly one
     * {@link AnswerSink#end} or {@link AnswerSink#fail}, unless the call is cancelled first.
     */
    Call call(ChatCall request, AnswerSink sink);

    /** Whether another call would find no connection: another worker instance may have one. */
    default boolean isFull() {
        return false;
    }

    /** Closes idle connections; running calls have ended by then. */
    Future<Void> close();
}
