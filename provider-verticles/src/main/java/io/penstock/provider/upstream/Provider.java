package io.penstock.provider.upstream;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

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

    /** Whether one call can have several choices; where not, {@code n} is refused, or made of several calls. */
    default boolean hasN() {
        return true;
    }

    /**
     * Asks the provider, as cheaply as it can be done, whether it accepts its keys: each of those that are set,
     * or once without one where there are none. Empty where there is nothing to ask.
     *
     * @param timeout for each
     */
    Future<List<KeyCheck>> check(Duration timeout);

    /** Closes idle connections; running calls have ended by then. */
    Future<Void> close();
}
