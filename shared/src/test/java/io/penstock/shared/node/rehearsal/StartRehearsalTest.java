package io.penstock.shared.node.rehearsal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import io.penstock.shared.node.Rehearsal;
import io.penstock.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A rehearsal that cannot be held: the class path of these tests has no roles. */
class StartRehearsalTest {

    private static final String PROPERTY = "penstock.rehearsal";

    @AfterEach
    void clear() {
        var unused = System.clearProperty(PROPERTY);
    }

    @Test
    void oneThatFailsIsOverAtOnceAndLeavesTheLogAsItWas() {
        Rehearsal rehearsal = StartRehearsal.of(false);
        long begun = System.nanoTime();
        assertDoesNotThrow(rehearsal::begin);
        assertDoesNotThrow(rehearsal::end);
        assertTrue(System.nanoTime() - begun < Duration.ofMillis(1500).toNanos(), "not before it gave up");
        LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
        Await.until(() -> "no filter", () -> log.getTurboFilterList().isEmpty(), Duration.ofSeconds(5));
    }

    @Test
    void thePropertySwitchesItOff() {
        System.setProperty(PROPERTY, "off");
        assertSame(Rehearsal.NONE, StartRehearsal.of(true));
    }

    @Test
    void onlyTheThreadsOfItsGroupAreSilent() throws InterruptedException {
        ThreadGroup group = new ThreadGroup("silent");
        Silence silence = Silence.of(group);
        assertTrue(silence != null);
        boolean[] enabled = {true, false};
        try (silence) {
            Thread inside = new Thread(group, () -> enabled[0] = isEnabled());
            inside.start();
            inside.join();
            enabled[1] = isEnabled();
        }
        assertFalse(enabled[0]);
        assertTrue(enabled[1]);
    }

    private static boolean isEnabled() {
        return LoggerFactory.getLogger("io.penstock.any").isErrorEnabled();
    }
}
