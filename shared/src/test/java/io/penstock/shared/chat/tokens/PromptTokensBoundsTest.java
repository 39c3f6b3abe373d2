package io.penstock.shared.chat.tokens;

import static io.penstock.shared.chat.tokens.Requests.ONE_MESSAGE;
import static io.penstock.shared.chat.tokens.Requests.openai;
import static io.penstock.shared.chat.tokens.Requests.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.json.JsonCursor;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However large or odd a request is, a count ends soon. */
class PromptTokensBoundsTest {

    private static final int MIB = 1 << 20;
    private static final PromptTokens TOKENS = new PromptTokens();

    static Stream<String> oddTexts() {
        Random random = new Random(17);
        return Stream.of(
                "a".repeat(MIB),
                "A".repeat(MIB),
                " ".repeat(MIB),
                "\\n".repeat(MIB / 2),
                "一A".repeat(MIB / 4),
                "e" + "\u0301".repeat(MIB / 2),
                "\\ud800".repeat(MIB / 6),
                "\\udc00\\ud800".repeat(MIB / 12),
                random.ints(MIB, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining()),
                random.ints(MIB / 3, 0x100, 0xd800)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()),
                random.ints(MIB / 4, 0x10000, 0x110000)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void takesNoLongerForOddText(String text) {
        byte[] body = user("\"" + text + "\"");
        for (String model : new String[] {"gpt-4o", "gpt-4"}) {
            long tokens = assertTimeout(Duration.ofSeconds(10), () -> TOKENS.count(body, openai(model)));
            assertTrue(tokens > 1000 && tokens <= 3L * body.length);
        }
    }

    @Test
    void goesOnAtTheRatioItHasSeen() {
        assertEquals(MIB / 5 - 1, text(" word".repeat(MIB / 5 - 1)));
        assertEquals(20 * MIB / 5, text(" word".repeat(20 * MIB / 5)), MIB / 100);
        // In parts: the bound is the request's.
        String part = "{\"type\":\"text\",\"text\":\"" + " word".repeat(MIB / 25) + "\"}";
        byte[] parts = user(Stream.generate(() -> part).limit(50).collect(Collectors.joining(",", "[", "]")));
        assertEquals(ONE_MESSAGE + 50 * (MIB / 25), TOKENS.count(parts, openai("gpt-4o")), 20);
        // What comes later is taken for more of the same.
        assertEquals(2 * MIB / 5, text(" word".repeat(MIB / 5 + 1) + "é".repeat(MIB / 2)), MIB / 100);
    }

    @Test
    void walksContentAsDeepAsARequestMayBe() {
        int depth = JsonCursor.MAX_DEPTH - 4;
        String part =
                "{\"type\":\"new\",\"x\":" + "[".repeat(depth - 1) + "\"hello world\"" + "]".repeat(depth - 1) + "}";
        assertEquals(ONE_MESSAGE + 1 + 2, TOKENS.count(user("[" + part + "]"), openai("gpt-4o")));
    }

    @Test
    void doesNotReadLongNames() {
        String name = "\\u0061".repeat(MIB);
        byte[] body = user("[{\"type\":\"text\",\"" + name + "\":\"x\",\"text\":\"hello world\"}]");
        assertEquals(ONE_MESSAGE + 2, TOKENS.count(body, openai("gpt-4o")));
    }

    private static long text(String text) {
        return TOKENS.count(user("\"" + text + "\""), openai("gpt-4o")) - ONE_MESSAGE;
    }
}
