package io.penstock.provider.upstream.normaliser;

import static io.penstock.provider.upstream.normaliser.Normalised.MODEL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.provider.upstream.normaliser.CompletionNormaliser.Outcome;
import io.penstock.provider.upstream.normaliser.splice.CompletionFastPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fast path takes becomes what the slow one makes of it, to the byte. */
class CompletionFastPathTest {

    private static final int DOCUMENTS = 20_000;

    static List<AnswerCorpus> asTheyCome() {
        return AnswerCorpus.asTheyCome();
    }

    static List<AnswerCorpus> toMend() {
        return AnswerCorpus.toMend();
    }

    @ParameterizedTest
    @MethodSource("asTheyCome")
    void takesWhatNeedsNoMending(AnswerCorpus answer) {
        assertTrue(checkSame(answer.bytes()));
    }

    @ParameterizedTest
    @MethodSource("toMend")
    void leavesTheOthersToTheSlowPath(AnswerCorpus answer) {
        assertNull(taken(answer.bytes()));
    }

    @ParameterizedTest
    @MethodSource("asTheyCome")
    void leavesABodyThatIsCutAnywhere(AnswerCorpus answer) {
        String text = new String(answer.bytes(), StandardCharsets.UTF_8).trim();
        for (int end = 0; end < text.length(); end++) {
            assertNull(taken(text.substring(0, end).getBytes(StandardCharsets.UTF_8)), "cut at " + end);
        }
    }

    @Test
    void leavesTheProvidersBytesAlone() {
        byte[] bytes = AnswerCorpus.asTheyCome().get(0).bytes();
        byte[] before = bytes.clone();
        assertTrue(checkSame(bytes));
        assertArrayEquals(before, bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void equalsTheSlowPathOnDocumentsWithMistakes(long seed) throws IOException {
        Random random = new Random(seed);
        List<JsonNode> good = documents(AnswerCorpus.asTheyCome());
        List<JsonNode> bad = documents(AnswerCorpus.toMend());
        int taken = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            List<JsonNode> documents = random.nextInt(4) == 0 ? bad : good;
            JsonNode document = documents.get(random.nextInt(documents.size()));
            taken += checkSame(new AnswerMutator(random).write(document)) ? 1 : 0;
        }
        assertTrue(taken > DOCUMENTS / 8, "only " + taken + " documents took the fast path");
        assertTrue(taken < DOCUMENTS * 7 / 8, "only " + (DOCUMENTS - taken) + " documents had mistakes");
    }

    private static List<JsonNode> documents(List<AnswerCorpus> answers) throws IOException {
        ObjectMapper mapper = new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        List<JsonNode> documents = new ArrayList<>();
        for (AnswerCorpus answer : answers) {
            try {
                documents.add(mapper.readTree(answer.bytes()));
            } catch (JsonProcessingException noJson) {
                assertTrue(List.of("cut-short", "more-behind-it").contains(answer.name()), answer.name());
            }
        }
        return documents;
    }

    /** Returns whether the fast path took it. */
    private static boolean checkSame(byte[] document) {
        CompletionFastPath.Answer fast = taken(document);
        if (fast == null) {
            return false;
        }
        String input = new String(document, StandardCharsets.UTF_8);
        Outcome.Answer slow = assertInstanceOf(Outcome.Answer.class, normalised(document, false), input);
        assertArrayEquals(
                slow.body().getBytes(),
                fast.body().getBytes(),
                () -> input + "\nslow:\n" + slow.body() + "\nfast:\n" + fast.body());
        assertEquals(slow.usage(), fast.usage(), input);
        Outcome.Answer chosen = assertInstanceOf(Outcome.Answer.class, normalised(document, true), input);
        assertArrayEquals(fast.body().getBytes(), chosen.body().getBytes(), input);
        assertEquals(fast.usage(), chosen.usage(), input);
        return true;
    }

    private static CompletionFastPath.@Nullable Answer taken(byte[] document) {
        return new CompletionFastPath(document, MODEL).take();
    }

    private static Outcome normalised(byte[] document, boolean fast) {
        return new CompletionNormaliser(Normalised.peek(1, false), Normalised.PROMPT_TOKENS, Normalised.errors(), fast)
                .normalise(document);
    }
}
