package io.penstock.provider.echo.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoTokensTest {

    @Test
    void cutsWordsWithTheirSpaceAndMarksAlone() {
        assertEquals(
                List.of("Hello", ",", " snake_case2", "  don", "'", "t", "!", "!", "\n\nend", " "),
                tokens("Hello, snake_case2  don't!!\n\nend "));
        assertEquals(List.of("日", "本", " 😀", "😀", "é"), tokens("日本 😀😀é"));
        assertEquals(List.of(), tokens(""));
    }

    @Test
    void losesNothingAndStaysShort() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(300); j > 0; j--) {
                text.append("a b\n.é😀\ud83d日".charAt(random.nextInt(10)));
                if (random.nextInt(50) == 0) {
                    text.append("x".repeat(random.nextInt(200))).append(" ".repeat(random.nextInt(200)));
                }
            }
            List<String> tokens = tokens(text.toString());
            assertEquals(text.toString(), String.join("", tokens));
            assertEquals(tokens.size(), EchoTokens.count(text.toString()));
            assertTrue(tokens.stream().allMatch(t -> !t.isEmpty() && t.length() <= EchoTokens.MAX_LENGTH + 1));
        }
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        new EchoTokens(text).forEachRemaining(tokens::add);
        return tokens;
    }
}
