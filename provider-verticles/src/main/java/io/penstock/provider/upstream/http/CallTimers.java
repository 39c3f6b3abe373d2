package io.penstock.provider.upstream.http;

import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * A stream's first-token and idle deadlines. The idle one is not set anew with each chunk: when its
 * timer fires, it looks when the last chunk came and waits for the rest. Event loop only.
 */
final class CallTimers {

    private final Vertx vertx;
    private final Deadlines deadlines;
    private final BiConsumer<Failure.Cause, Long> expired;
    private final BooleanSupplier heldBack;
    private long timer = -1;
    private boolean firstSeen;
    private long progressNanos;
    private boolean stopped;

    /**
     * @param expired is told which deadline passed, and its length in milliseconds
     * @param heldBack whether the answer stands still since its client reads slowly: no idleness of the provider
     */
    CallTimers(Vertx vertx, Deadlines deadlines, BiConsumer<Failure.Cause, Long> expired, BooleanSupplier heldBack) {
        this.vertx = vertx;
        this.deadlines = deadlines;
        this.expired = expired;
        this.heldBack = heldBack;
    }

    /** The request is sent: the first token is due. */
    void sent() {
        if (!stopped && !firstSeen) {
            timer = vertx.setTimer(
                    deadlines.firstToken(),
                    t -> expired.accept(Failure.Cause.FIRST_TOKEN_DEADLINE, deadlines.firstToken()));
        }
    }

    /** Content came, or the client took some that had waited. */
    void progress() {
        progressNanos = System.nanoTime();
        if (!firstSeen) {
            firstSeen = true;
            vertx.cancelTimer(timer);
            awaitIdle(deadlines.idle());
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void awaitIdle(long millis) {
        if (!stopped) {
            timer = vertx.setTimer(Math.max(1, millis), t -> checkIdle());
        }
    }

    private void checkIdle() {
        long idle = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - progressNanos);
        if (heldBack.getAsBoolean()) {
            awaitIdle(deadlines.idle());
        } else if (idle >= deadlines.idle()) {
            expired.accept(Failure.Cause.IDLE_DEADLINE, deadlines.idle());
        } else {
            awaitIdle(deadlines.idle() - idle);
        }
    }
}
