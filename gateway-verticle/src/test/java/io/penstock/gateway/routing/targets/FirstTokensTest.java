package io.penstock.gateway.routing.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FirstTokensTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final FirstTokens tokens = new FirstTokens();

    @Test
    void averageFollowsTheLatestTimes() {
        assertEquals(-1, tokens.average(0));
        tokens.came(100, 0);
        assertEquals(100, tokens.average(0));
        for (int i = 0; i < 30; i++) {
            tokens.came(200, 0);
        }
        assertEquals(200, tokens.average(0));
    }

    @Test
    void averageIsForgottenAfterAMinuteWithoutNews() {
        tokens.came(100, 0);
        assertEquals(100, tokens.average(60 * SECOND));
        assertEquals(-1, tokens.average(61 * SECOND));
    }

    @Test
    void aFailureCountsInTheAverageAndNotInThePercentile() {
        for (int i = 0; i < 20; i++) {
            tokens.came(100, 0);
        }
        tokens.missed(30_000, 0);
        assertTrue(tokens.average(0) > 5000);
        assertEquals(100, tokens.percentile(99));
    }

    @Test
    void aTargetThatIsBackIsJudgedByWhatItDoesNow() {
        tokens.came(100, 0);
        tokens.missed(30_000, 0);
        tokens.missed(30_000, 0);
        tokens.came(120, 0);
        assertEquals(120, tokens.average(0));
    }

    @Test
    void percentileIsUnknownBelowTwentyTimes() {
        for (int i = 0; i < 19; i++) {
            tokens.came(100, 0);
        }
        assertEquals(-1, tokens.percentile(95));
        tokens.came(100, 0);
        assertEquals(100, tokens.percentile(95));
    }

    @Test
    void percentileIsOfTheLatestTimesOnly() {
        for (int i = 1; i <= 100; i++) {
            tokens.came(i, 0);
        }
        assertEquals(95, tokens.percentile(95));
        assertEquals(50, tokens.percentile(50));
        for (int i = 0; i < 128; i++) {
            tokens.came(7, 0);
        }
        assertEquals(7, tokens.percentile(99));
    }
}
