package io.penstock.shared.chat.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTokensTest {

    /** The third and the fourth are OpenAI's examples. */
    @ParameterizedTest
    @CsvSource({
        "1,      1,      255",
        "512,    512,    255",
        "1024,   1024,   765",
        "2048,   4096,   1105",
        "513,    100,    425",
        "3000,   3000,   765",
        "768,    2048,   1445",
        "100000, 1,      765",
        "2147483647, 2147483647, 765"
    })
    void countsTilesOnceTheImageIsScaledDown(int width, int height, int tokens) {
        assertEquals(tokens, ImageTokens.of(new ImageSize(width, height), "auto"));
        assertEquals(tokens, ImageTokens.of(new ImageSize(height, width), "high"));
        assertEquals(85, ImageTokens.of(new ImageSize(width, height), "low"));
    }

    @Test
    void takesTheMostThatThereIsForHighDetailOfAnUnknownSize() {
        int most = 0;
        for (int width = 1; width < 5000; width += 7) {
            for (int height = 1; height < 5000; height += 11) {
                most = Math.max(most, ImageTokens.of(new ImageSize(width, height), "high"));
            }
        }
        assertEquals(most, ImageTokens.of(null, "high"));
    }
}
