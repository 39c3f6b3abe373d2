package io.penstock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    @Test
    void asksAgainUntilTheConditionHolds() {
        AtomicInteger asked = new AtomicInteger();
        Await.until("three", () -> asked.incrementAndGet() == 3, Duration.ofSeconds(5));
        assertEquals(3, asked.get());
    }

    @Test
    void anExceptionCountsAsNotYet() {
        AtomicInteger asked = new AtomicInteger();
        Await.until(
                "the second time",
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return true;
                },
                Duration.ofSeconds(5));
        assertEquals(2, asked.get());
    }

    @Test
    void failsNamingWhatItWaitedFor() {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> Await.until("godot", () -> false, Duration.ofMillis(20)));
        assertTrue(String.valueOf(failure.getMessage()).contains("godot"), failure::getMessage);
    }
}
