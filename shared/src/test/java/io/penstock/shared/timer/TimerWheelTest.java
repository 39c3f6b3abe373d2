package io.penstock.shared.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TimerWheelTest {

    @Test
    void firesEachAtItsTimeAndNeverBefore(Vertx vertx, VertxTestContext test) {
        SplittableRandom random = new SplittableRandom(1);
        vertx.runOnContext(v -> {
            TimerWheel wheel = new TimerWheel(vertx);
            AtomicInteger left = new AtomicInteger(2000);
            for (int i = 0; i < 2000; i++) {
                long delay = random.nextInt(0, 700);
                long begun = System.nanoTime();
                TimerWheel.Timer unused = wheel.set(delay, () -> {
                    long after = System.nanoTime() - begun;
                    test.verify(() -> assertTrue(after >= TimeUnit.MILLISECONDS.toNanos(delay), delay + ": " + after));
                    if (left.decrementAndGet() == 0) {
                        test.completeNow();
                    }
                });
            }
        });
    }

    @Test
    void outlastsATurnOfTheWheel(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            TimerWheel wheel = new TimerWheel(vertx);
            long begun = System.nanoTime();
            // Of the same slot as one a turn later, which must wait for its own time.
            TimerWheel.Timer later = wheel.set(50 + 10_240, () -> test.failNow("a turn too early"));
            TimerWheel.Timer unused = wheel.set(50, () -> {
                long after = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                test.verify(() -> assertTrue(after < 5000, () -> "after " + after + " ms"));
                TimerWheel.Timer last = wheel.set(100, () -> {
                    later.cancel();
                    test.completeNow();
                });
            });
        });
    }

    @Test
    void whatIsCancelledNeverFires(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            TimerWheel wheel = new TimerWheel(vertx);
            List<TimerWheel.Timer> timers = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                timers.add(wheel.set(20 + i % 7, () -> test.failNow("it was cancelled")));
            }
            Collections.shuffle(timers, new java.util.Random(1));
            timers.forEach(TimerWheel.Timer::cancel);
            timers.forEach(TimerWheel.Timer::cancel);
            TimerWheel.Timer unused = wheel.set(200, test::completeNow);
        });
    }

    @Test
    void oneThatFiresMayCancelAnotherOfTheSameTimeAndSetNewOnes(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            TimerWheel wheel = new TimerWheel(vertx);
            AtomicInteger fired = new AtomicInteger();
            TimerWheel.Timer[] pair = new TimerWheel.Timer[2];
            for (int i = 0; i < 2; i++) {
                TimerWheel.Timer[] other = pair;
                int own = i;
                pair[i] = wheel.set(30, () -> {
                    fired.incrementAndGet();
                    other[1 - own].cancel();
                    TimerWheel.Timer unused = wheel.set(50, () -> {
                        test.verify(() -> assertEquals(1, fired.get()));
                        test.completeNow();
                    });
                });
            }
        });
    }

    @Test
    void aFailingActionKeepsNoOtherFromItsTurn(Vertx vertx, VertxTestContext test) {
        AtomicInteger told = new AtomicInteger();
        vertx.exceptionHandler(e -> told.incrementAndGet());
        vertx.runOnContext(v -> {
            TimerWheel wheel = new TimerWheel(vertx);
            for (int i = 0; i < 3; i++) {
                TimerWheel.Timer unused = wheel.set(20, () -> {
                    throw new IllegalStateException("on purpose");
                });
            }
            TimerWheel.Timer unused = wheel.set(60, () -> {
                test.verify(() -> assertEquals(3, told.get()));
                test.completeNow();
            });
        });
    }

    @Test
    void goesOnAfterARest(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            TimerWheel wheel = new TimerWheel(vertx);
            TimerWheel.Timer unused = wheel.set(
                    1,
                    () -> vertx.setTimer(1500, late -> {
                        TimerWheel.Timer again = wheel.set(1, test::completeNow);
                    }));
        });
    }
}
