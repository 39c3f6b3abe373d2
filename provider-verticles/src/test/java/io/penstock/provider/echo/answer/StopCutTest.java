package io.penstock.provider.echo.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopCutTest {

    /** However the text is cut into tokens, the same comes out as from a search of the whole. */
    @Test
    void cutsWhereTheFirstStopIsCompleted() {
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            String text = word(random, 12);
            List<String> stops = List.of(word(random, 4) + "a", word(random, 4) + "b");
            StringBuilder out = new StringBuilder();
            StopCut cut = new StopCut(stops);
            for (int from = 0; from < text.length() && !cut.hit(); ) {
                int to = Math.min(text.length(), from + 1 + random.nextInt(3));
                out.append(cut.push(text.substring(from, to)));
                from = to;
            }
            if (!cut.hit()) {
                out.append(cut.rest());
            }
            assertEquals(expected(text, stops), out.toString(), () -> text + " " + stops);
        }
    }

    private static String expected(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String before = text.substring(0, end);
            int longest = stops.stream()
                    .filter(before::endsWith)
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            if (longest > 0) {
                return text.substring(0, end - longest);
            }
        }
        return text;
    }

    private static String word(Random random, int max) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(max); length > 0; length--) {
            word.append("ab".charAt(random.nextInt(2)));
        }
        return word.toString();
    }
}
