package io.penstock.shared.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4, 1", "5, 2", "9223372036854775807, 2305843009213693952"})
    void takesFourBytesForATokenRoundedUp(long bytes, long tokens) {
        assertEquals(tokens, TokenEstimate.ofBytes(bytes));
    }

    @Test
    void aPromptThatWasCountedNeedsNoEstimate() {
        assertEquals(0, TokenEstimate.ofPrompt(0, 40));
        assertEquals(7, TokenEstimate.ofPrompt(7, 40));
        assertEquals(10, TokenEstimate.ofPrompt(-1, 40));
    }
}
