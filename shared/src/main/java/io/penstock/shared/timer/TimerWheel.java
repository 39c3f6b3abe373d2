package io.penstock.shared.timer;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Timers that are nearly always cancelled: each request has half a dozen deadlines and meets none. Setting one
 * and taking it back costs a few pointers here; Vert.x's timers are registered in a map, and each goes into a
 * priority queue and out again. The price is precision: a timer fires up to {@value #TICK_MILLIS} ms late,
 * and never early. A hashed wheel (Varghese and Lauck, 1987), which turns only while it holds anything. All of
 * it on one event loop: that of the wheel's first timer.
 */
public final class TimerWheel {

    private static final int TICK_MILLIS = 10;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    /** A power of two. A turn takes 10 s: most deadlines of a request are met in their first or never. */
    private static final int SLOTS = 1024;
    /** An empty wheel turns on for a second: the next request may be near. */
    private static final int IDLE_TICKS = 100;

    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(10_000);

    private final Vertx vertx;
    private final long startNanos = System.nanoTime();
    /** Each the head of a ring, made when it is first needed. */
    private final @Nullable Timer[] slots = new Timer[SLOTS];

    private final ArrayDeque<Timer> due = new ArrayDeque<>();
    private long tick;
    private int pending;
    private int emptyTicks;
    private long turning = -1;

    public TimerWheel(Vertx vertx) {
        this.vertx = vertx;
    }

    /** One action, at one time. */
    public static final class Timer {

        private static final Runnable NOTHING = () -> {};
        /** Fires never. For fields, before there is one. */
        public static final Timer NONE = new Timer(NOTHING, 0);

        private final Runnable action;
        private final long dueTick;
        private @Nullable TimerWheel wheel;
        private Timer previous = this;
        private Timer next = this;

        private Timer(Runnable action, long dueTick) {
            this.action = action;
            this.dueTick = dueTick;
        }

        /** No effect on one that has fired or was cancelled. */
        public void cancel() {
            if (wheel != null) {
                wheel.remove(this);
            }
        }
    }

    /**
     * @param millis from now; less than one counts as one
     * @param action on this event loop, never before this returns
     */
    public Timer set(long millis, Runnable action) {
        long now = System.nanoTime() - startNanos;
        if (turning < 0) {
            tick = now / TICK_NANOS;
            emptyTicks = 0;
            turning = vertx.setPeriodic(TICK_MILLIS, id -> turn());
        }
        long delay = TimeUnit.MILLISECONDS.toNanos(Math.max(1, Math.min(millis, LONGEST_MILLIS)));
        Timer timer = new Timer(action, Math.max(tick + 1, (now + delay + TICK_NANOS - 1) / TICK_NANOS));
        Timer head = headOf(timer.dueTick);
        timer.wheel = this;
        timer.next = head.next;
        timer.previous = head;
        head.next.previous = timer;
        head.next = timer;
        pending++;
        return timer;
    }

    private Timer headOf(long atTick) {
        int slot = (int) atTick & (SLOTS - 1);
        Timer head = slots[slot];
        if (head == null) {
            head = new Timer(Timer.NOTHING, 0);
            slots[slot] = head;
        }
        return head;
    }

    private void remove(Timer timer) {
        timer.wheel = null;
        timer.previous.next = timer.next;
        timer.next.previous = timer.previous;
        pending--;
    }

    private void rest() {
        if (++emptyTicks > IDLE_TICKS) {
            vertx.cancelTimer(turning);
            turning = -1;
        }
    }

    private void turn() {
        if (pending == 0) {
            rest();
            return;
        }
        emptyTicks = 0;
        long now = (System.nanoTime() - startNanos) / TICK_NANOS;
        for (long each = Math.max(tick + 1, now - SLOTS + 1); each <= now; each++) {
            Timer head = slots[(int) each & (SLOTS - 1)];
            if (head == null) {
                continue;
            }
            for (Timer timer = head.next; timer != head; timer = timer.next) {
                if (timer.dueTick <= now) {
                    due.add(timer);
                }
            }
        }
        tick = Math.max(tick, now);
        fireDue();
    }

    /** An action may set timers, and cancel others that are due as well. */
    private void fireDue() {
        Timer timer = due.poll();
        while (timer != null) {
            if (timer.wheel != null) {
                remove(timer);
                fire(timer.action);
            }
            timer = due.poll();
        }
    }

    /** What fails is told as any other failure on this loop, and keeps none of the others from their turn. */
    private void fire(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            vertx.runOnContext(v -> {
                throw e;
            });
        }
    }
}
