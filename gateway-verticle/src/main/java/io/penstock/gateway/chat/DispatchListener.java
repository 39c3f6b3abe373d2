package io.penstock.gateway.chat;

import io.penstock.gateway.routing.Candidate;
import io.penstock.gateway.routing.targets.Target;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Hears of the one answer of a {@link Dispatch}. Exactly one of {@code end} and {@code fail} is the last, unless
 * it is cancelled. Event loop only.
 */
interface DispatchListener {

    /**
     * An attempt begins there, or the one there is the answer now, or it has told more.
     *
     * @param dropped the request's parameters that the target's provider lacks, as far as is known
     */
    void trying(Target target, List<String> dropped);

    /** Completes when the limits of the candidate's model are booked; fails with an {@link ApiException}. */
    Future<Void> admit(Candidate candidate);

    void data(Buffer bytes);

    void end(Usage usage);

    /** What came of an attempt that failed is void. @return false where the client has seen some of it */
    boolean takeBack();

    /** No attempt is left. */
    void fail(ApiError error);
}
