package io.penstock.shared.config.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void distanceCountsASwapOnce() {
        assertEquals(1, Nearest.distance("opnai", "openai"));
        assertEquals(1, Nearest.distance("prot", "port"));
        assertEquals("; did you mean 'openai'?", Nearest.hint("opnai", List.of("echo", "openai")));
        assertEquals("", Nearest.hint("zzz", List.of("echo", "openai")));
    }
}
