package io.penstock.shared.limit;

import io.vertx.core.Future;

/**
 * What a granted request holds until it ends: permits to run, and tokens as estimated. The counters
 * have it under the node's name: should the node die, its permits return and the estimates stay.
 */
@FunctionalInterface
public interface Reservation {

    /** Of a request whose subjects need not hear of its end. */
    Reservation NONE = tokens -> Future.succeededFuture();

    /**
     * The request has ended, however it did: its permits go back, and what was estimated becomes what
     * was used. Tokens that turn out to be more than was reserved count from now on. Only the first
     * call counts. Any thread.
     *
     * @param tokens billed, 0 or more
     * @return complete when the counters have it, or never will; never fails
     */
    Future<Void> settle(long tokens);
}
