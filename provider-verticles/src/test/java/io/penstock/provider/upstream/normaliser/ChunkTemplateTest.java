package io.penstock.provider.upstream.normaliser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks that differ in their text alone take a way of their own, and come out as from the long one. */
class ChunkTemplateTest {

    /** What may stand between the quotes of a text, or break it. */
    private static final List<String> TEXTS = List.of(
            "a",
            "",
            "two words",
            "\\n",
            "\\\"",
            "\\\\",
            "\\",
            "\"",
            "\",\"role\":\"x",
            "é",
            "漢字",
            "\\u00e9",
            "\\u12",
            "\t",
            "\u0001",
            "\r",
            "\"},\"finish_reason\":null}]}",
            "x\"},\"finish_reason\":\"stop\"}],\"y\":\"");

    private static String chunk(String member, String text) {
        return """
                {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"%s":"%s"},"finish_reason":null}],"usage":null}""".formatted(member, text);
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static final String FIRST = event("""
            {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""");
    private static final String LAST = event("""
            {"id":"c1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""") + event("[DONE]");

    private static void comesOutTheSame(String stream, boolean usageAsked) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        Normalised slow = Normalised.of(bytes, 1, usageAsked, false);
        Normalised fast = Normalised.of(bytes, 1, usageAsked, true);
        assertEquals(slow.stableOutput(), fast.stableOutput(), stream);
        assertEquals(slow.outcome().toString(), fast.outcome().toString(), stream);
    }

    @Test
    void takesAllThatDifferInTheirTextAlone() {
        StringBuilder stream = new StringBuilder(FIRST);
        for (int i = 0; i < 100; i++) {
            stream.append(event(chunk("content", "token " + i)));
        }
        byte[] bytes = stream.append(LAST).toString().getBytes(StandardCharsets.UTF_8);
        assertTrue(Normalised.of(bytes, 1, true, true).fastChunks() >= 99);
        comesOutTheSame(stream.toString(), true);
        comesOutTheSame(stream.toString(), false);
    }

    @Test
    void everyTextAfterAnyOther() {
        for (String before : TEXTS) {
            for (String text : TEXTS) {
                comesOutTheSame(
                        FIRST
                                + event(chunk("content", "x"))
                                + event(chunk("content", before))
                                + event(chunk("content", text))
                                + LAST,
                        true);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mixesOfTextsAndMembers(long seed) {
        Random random = new Random(seed);
        List<String> members = List.of("content", "content", "content", "reasoning", "reasoning_content", "refusal");
        for (int i = 0; i < 4000; i++) {
            StringBuilder stream = new StringBuilder(FIRST);
            for (int n = random.nextInt(12); n > 0; n--) {
                String text = random.nextInt(6) > 0 ? "t" + n : TEXTS.get(random.nextInt(TEXTS.size()));
                stream.append(event(chunk(members.get(random.nextInt(members.size())), text)));
                if (random.nextInt(20) == 0) {
                    stream.append(LAST, 0, LAST.indexOf("\n\n") + 2);
                }
            }
            comesOutTheSame(stream.append(LAST).toString(), random.nextBoolean());
        }
    }
}
