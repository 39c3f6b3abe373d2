package io.penstock.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.value.Secret;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final ApiKeys keys = new ApiKeys(List.of(
            new ApiKeyConfig(Secret.of("a")),
            new ApiKeyConfig(Secret.unset("NOT_SET")),
            new ApiKeyConfig(Secret.of("b"))));

    @Test
    void takesTheSetKeysInTurn() {
        assertEquals("a", keys.take(0));
        assertEquals("b", keys.take(0));
        assertEquals("a", keys.take(0));
    }

    @Test
    void leavesARefusedKeyOutForAMinute() {
        assertTrue(keys.broke("a", 0));
        assertEquals("b", keys.take(1));
        assertEquals("b", keys.take(MINUTE));
        assertEquals("a", keys.take(MINUTE + 1));
    }

    @Test
    void triesOnWithRefusedKeysWhereNoneIsLeft() {
        assertTrue(keys.broke("a", 0));
        assertFalse(keys.broke("b", 0));
        assertTrue(List.of("a", "b").contains(keys.take(1)));
    }

    @Test
    void needsNoKey() {
        assertNull(new ApiKeys(List.of()).take(0));
    }
}
