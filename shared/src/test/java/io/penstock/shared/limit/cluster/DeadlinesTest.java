package io.penstock.shared.limit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private record Set(long dueMillis, Runnable action) {}

    private final Queue<Set> timers = new ArrayDeque<>();
    private final List<String> log = new ArrayList<>();
    private long millis = 1000;
    private final Deadlines deadlines = new Deadlines(
            (delay, action) -> timers.add(new Set(millis + delay, action)),
            () -> TimeUnit.MILLISECONDS.toNanos(millis));

    @Test
    void eachRunsWhenItsTimeIsUp() {
        deadlines.add(() -> log("first"));
        millis += 40;
        deadlines.add(() -> log("second"));
        run();
        assertEquals(List.of("first at 1250", "second at 1290"), log);
    }

    @Test
    void oneThatIsAddedByAnotherDoesNotHoldUpThoseBeforeIt() {
        deadlines.add(() -> {
            log("first");
            deadlines.add(() -> log("added"));
        });
        millis += 40;
        deadlines.add(() -> log("second"));
        run();
        assertEquals(List.of("first at 1250", "second at 1290", "added at 1500"), log);
    }

    private void log(String name) {
        log.add(name + " at " + millis);
    }

    private void run() {
        while (!timers.isEmpty()) {
            Set next = timers.remove();
            millis = next.dueMillis();
            next.action().run();
        }
    }
}
