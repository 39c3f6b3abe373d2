package io.penstock.provider.upstream.http;

import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.timer.TimerWheel;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * A stream's first-token and idle deadlines. The idle one is not set anew with each chunk: when its
 * timer fires, it looks when the last chunk came and waits for the rest. Event loop only.
 */
final class CallTimers {

    private final TimerWheel timers;
    private final Deadlines deadlines;
    private final BiConsumer<Failure.Cause, Long> expired;
    private final BooleanSupplier heldBack;
    private TimerWheel.Timer timer = TimerWheel.Timer.NONE;
    private boolean firstSeen;
    private long progressNanos;
    private boolean stopped;

    /**
     * @param expired is told which deadline passed, and its length in milliseconds
     * @param heldBack whether the answer stands still since its client reads slowly: no idleness of the provider
     */
    CallTimers(
            TimerWheel timers, Deadlines deadlines, BiConsumer<Failure.Cause, Long> expired, BooleanSupplier heldBack) {
        this.timers = timers;
        this.deadlines = deadlines;
        this.expired = expired;
        this.heldBack = heldBack;
    }

    /** The request is sent: the first token is due. */
    void sent() {
        if (!stopped && !firstSeen) {
            timer = timers.set(
                    deadlines.firstToken(),
                    () -> expired.accept(Failure.Cause.FIRST_TOKEN_DEADLINE, deadlines.firstToken()));
        }
    }

    /** Content came, or the client took some that had waited. */
    void progress() {
        progressNanos = System.nanoTime();
        if (!firstSeen) {
            firstSeen = true;
            timer.cancel();
            awaitIdle(deadlines.idle());
        }
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }

    private void awaitIdle(long millis) {
        if (!stopped) {
            timer = timers.set(millis, this::checkIdle);
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
