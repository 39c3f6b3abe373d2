package io.penstock.gateway.chat;

import io.penstock.gateway.routing.Route;
import java.util.concurrent.TimeUnit;

/**
 * How much time a request has, and had.
 *
 * @param startNanos {@link System#nanoTime} when it came
 * @param totalMillis from then on until its answer has to be complete
 * @param ownDeadline whether its client asked for less than the model allows
 */
record RequestTime(long startNanos, long totalMillis, boolean ownDeadline) {

    static RequestTime of(Inbound inbound, Route route) {
        long ofModel = route.timeouts().total().toMillis();
        long total = inbound.steering().total(ofModel);
        return new RequestTime(inbound.startNanos(), total, total < ofModel);
    }

    /** Milliseconds since it came. */
    long elapsed() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** Milliseconds, at least 1. */
    long left() {
        return Math.max(1, totalMillis - elapsed());
    }
}
