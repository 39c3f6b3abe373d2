package io.penstock.provider.upstream.normaliser;

import static io.penstock.provider.upstream.normaliser.Normalised.MODEL;
import static io.penstock.provider.upstream.normaliser.Normalised.normaliser;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.upstream.normaliser.ChunkNormaliser.Outcome;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.sse.SseParser;
import io.penstock.testkit.StreamInvariants;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkNormaliserTest {

    private static final String ROLE = chunk(0, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String TEXT = chunk(0, "{\"content\":\"text\"}", "null");
    private static final String FINISH = chunk(0, "{}", "\"stop\"");
    private static final String DONE = "data: [DONE]\n\n";

    private ChunkNormaliser normaliser = normaliser(1, false);
    private final Buffer output = Buffer.buffer();

    private static String chunk(int index, String delta, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1716000000,\"model\":\"m\",\"choices\":"
                + "[{\"index\":" + index + ",\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    @CanIgnoreReturnValue
    private Outcome feed(String text) {
        return feed(text.getBytes(StandardCharsets.UTF_8));
    }

    @CanIgnoreReturnValue
    private Outcome feed(byte[] bytes) {
        Outcome outcome = normaliser.feed(bytes, 0, bytes.length);
        Normalised.take(normaliser, output);
        return outcome;
    }

    private static Failure failure(Outcome outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome).failure();
    }

    @Test
    void holdsBackWhatComesBeforeTheFirstContent() {
        assertInstanceOf(Outcome.Going.class, feed(ROLE));
        assertEquals(0, output.length());
        feed(TEXT);
        assertEquals(
                2,
                StreamInvariants.beginning(output.toString(), MODEL, false)
                        .chunks
                        .size());
    }

    @Test
    void givesAllEventsOfOneReadAtOnce() {
        byte[] read = (ROLE + TEXT + TEXT + TEXT).getBytes(StandardCharsets.UTF_8);
        Outcome going = normaliser.feed(read, 0, read.length);
        assertInstanceOf(Outcome.Going.class, going);
        String taken = present(normaliser.take()).toString();
        assertEquals(4, taken.split("\n\n").length);
        assertNull(normaliser.take());
    }

    private static Buffer present(@Nullable Buffer value) {
        assertTrue(value != null, "nothing to take");
        return Objects.requireNonNull(value);
    }

    @Test
    void endsAtOnceAtDoneAndIgnoresTheRest() {
        Outcome outcome = feed(ROLE + TEXT + FINISH + DONE + TEXT + "garbage\n\n");
        assertInstanceOf(Outcome.Finished.class, outcome);
        StreamInvariants.Answer answer = StreamInvariants.complete(output.toString(), MODEL, false);
        assertEquals("text", answer.choice(0).content.toString());
        assertSame(outcome, feed(TEXT));
        assertSame(outcome, normaliser.endOfInput());
        assertSame(outcome, normaliser.finishDue());
        assertNull(normaliser.take());
    }

    @Test
    void awaitsTheEndOnceAllChoicesAskedForHaveFinished() {
        normaliser = normaliser(2, true);
        feed(chunk(0, "{\"content\":\"a\"}", "\"stop\""));
        assertFalse(normaliser.awaitsEnd());
        feed(chunk(1, "{\"content\":\"b\"}", "null"));
        assertFalse(normaliser.awaitsEnd());
        assertInstanceOf(Outcome.Going.class, normaliser.finishDue());
        feed(chunk(1, "{}", "\"length\""));
        assertTrue(normaliser.awaitsEnd());
        assertInstanceOf(Outcome.Finished.class, normaliser.finishDue());
        assertFalse(normaliser.awaitsEnd());
        Normalised.take(normaliser, output);
        StreamInvariants.Answer answer = StreamInvariants.complete(output.toString(), MODEL, true);
        assertEquals("length", answer.choice(1).finishReason);
    }

    @Test
    void canEndWhereAProviderGivesFewerChoicesThanAsked() {
        normaliser = normaliser(3, false);
        feed(ROLE + TEXT + FINISH);
        assertFalse(normaliser.awaitsEnd());
        assertInstanceOf(Outcome.Finished.class, normaliser.finishDue());
    }

    @Test
    void estimatesUsageThatTheProviderDoesNotSend() {
        Outcome outcome = feed(ROLE + TEXT + TEXT + FINISH + DONE);
        Usage usage = assertInstanceOf(Outcome.Finished.class, outcome).usage();
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 2), usage);
    }

    /** Twelve bytes each, in all the forms that a model's own text has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"twelve bytes\"}",
                "{\"content\":[{\"type\":\"text\",\"text\":\"twelve bytes\"}]}",
                "{\"reasoning\":\"twelve bytes\"}",
                "{\"reasoning_content\":\"twelve bytes\"}",
                "{\"reasoning_content\":\"twelve bytes\",\"reasoning\":\"twelve bytes\"}",
                "{\"reasoning_content\":\"\",\"reasoning\":\"twelve bytes\"}",
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"twelve bytes\"}]}]}",
                "{\"refusal\":\"twelve bytes\"}",
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"twelve bytes\"}}]}",
                "{\"tool_calls\":[{\"index\":0,\"custom\":{\"input\":\"twelve bytes\"}}]}",
                "{\"function_call\":{\"arguments\":\"twelve bytes\"}}"
            })
    void countsAllThatTheModelWrote(String delta) {
        Outcome first = feed(ROLE + chunk(0, delta, "null") + TEXT + FINISH + DONE);
        assertEquals(
                Usage.estimate(Normalised.PROMPT_TOKENS, 4),
                assertInstanceOf(Outcome.Finished.class, first).usage());
    }

    @Test
    void passesUsageDetailsOn() {
        normaliser = normaliser(1, true);
        String details = "\"prompt_tokens_details\":{\"cached_tokens\":3,\"x\":1.0}";
        feed(TEXT + FINISH + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,"
                + "\"total_tokens\":6," + details + "}}\n\n" + DONE);
        assertTrue(output.toString().contains(details), output.toString());
        assertEquals(
                3,
                StreamInvariants.complete(output.toString(), MODEL, true)
                        .usage
                        .path("prompt_tokens_details")
                        .path("cached_tokens")
                        .asInt());
    }

    @Test
    void leavesNoBytesWhereItFailsBeforeContent() {
        Failure failure = failure(feed(ROLE + "data: {\"error\":{\"message\":\"busy\",\"code\":503}}\n\n"));
        assertEquals(Failure.Retry.ANYWHERE, failure.retry());
        assertEquals(503, failure.error().status());
        assertEquals(0, output.length());
    }

    private static final String ERROR = "data: {\"error\":{\"message\":\"busy\",\"code\":503}}\n\n";

    private static @Nullable Usage billed(Outcome outcome) {
        return assertInstanceOf(Outcome.Failed.class, outcome).billed();
    }

    @Test
    void anErrorInThePlaceOfAnAnswerCostsNothing() {
        assertNull(billed(feed(ROLE + ERROR)));
        normaliser = normaliser(1, false);
        assertNull(billed(feed("event: error\ndata: {\"message\":\"busy\"}\n\n")));
    }

    @Test
    void anErrorBehindContentCostsWhatHasCome() {
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 2), billed(feed(ROLE + TEXT + TEXT + ERROR)));
    }

    /** A call's arguments wait here for its name. */
    @Test
    void anErrorBehindContentThatIsHeldBackCostsWhatHasCome() {
        String arguments = chunk(0, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1234\"}}]}", "null");
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 1), billed(feed(arguments + ERROR)));
        assertEquals(0, output.length());
    }

    @Test
    void anErrorCostsWhatItReportsItself() {
        String usage = ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}\n\n";
        assertEquals(Usage.reported(5, 1), billed(feed(ROLE + TEXT + ERROR.replace("}\n\n", usage))));
    }

    @Test
    void aStreamThatBreaksOffCostsWhatHasCome() {
        feed(ROLE);
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 0), normaliser.usage());
        feed(TEXT);
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 1), normaliser.usage());
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 1), billed(normaliser.endOfInput()));
    }

    @Test
    void nonsenseCostsThePromptAtTheLeast() {
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 0), billed(feed("data: nonsense\n\n")));
    }

    @Test
    void aStreamThatIsCountedAsItGoesCostsTheLastCount() {
        for (int i = 1; i <= 3; i++) {
            feed(TEXT.replace("]}\n\n", "],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":" + 7 * i + "}}\n\n"));
            assertEquals(Usage.reported(5, 7 * i), normaliser.usage());
        }
        assertEquals(Usage.reported(5, 21), billed(normaliser.endOfInput()));
    }

    @Test
    void isNotRetriedOnceContentIsOut() {
        Failure failure = failure(feed(ROLE + TEXT + "data: {\"error\":{\"message\":\"busy\",\"code\":503}}\n\n"));
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertEquals("503", failure.error().code());
        assertEquals(
                2,
                StreamInvariants.beginning(output.toString(), MODEL, false)
                        .chunks
                        .size());
    }

    @Test
    void masksOurKeysInWhatAProviderSays() {
        Failure failure = failure(feed("data: {\"error\":{\"message\":\"bad key sk-secret-0123456789\"}}\n\n"));
        assertFalse(
                failure.error().message().contains("secret"), failure.error().message());
    }

    @Test
    void takesALineOfManyMegabytes() {
        String large = "x".repeat(SseParser.MAX_EVENT_BYTES - 1000);
        assertInstanceOf(Outcome.Finished.class, feed(chunk(0, "{\"content\":\"" + large + "\"}", "\"stop\"") + DONE));
        assertTrue(output.length() > large.length());
    }

    @Test
    void failsAtALineThatIsTooLong() {
        feed(ROLE + TEXT + "data: ");
        byte[] piece = new byte[1024 * 1024];
        Arrays.fill(piece, (byte) 'x');
        Outcome outcome = feed(piece);
        for (int i = 0; i < 8; i++) {
            outcome = feed(piece);
        }
        assertEquals("upstream_malformed", failure(outcome).error().code());
    }

    @Test
    void failsAtAStringThatIsNotUtf8() {
        byte[] bytes = chunk(0, "{\"content\":\"?\"}", "null").getBytes(StandardCharsets.UTF_8);
        bytes[new String(bytes, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;
        assertEquals("upstream_malformed", failure(feed(bytes)).error().code());
        normaliser = normaliser(1, false);
        feed(ROLE + TEXT);
        assertEquals("upstream_malformed", failure(feed(bytes)).error().code());
    }

    @Test
    void doesNotCollectEmptyChunksWithoutBound() {
        feed(ROLE);
        String empty = chunk(0, "{\"content\":\"\"}", "null");
        for (int i = 0; i < 5000; i++) {
            feed(empty);
        }
        feed(TEXT + FINISH + DONE);
        assertTrue(output.length() < 100_000, "" + output.length());
        StreamInvariants.complete(output.toString(), MODEL, false);
    }

    @Test
    void keepsTheFirstIdAndTimeOfCreation() {
        feed(ROLE);
        feed(TEXT.replace("\"id\":\"c\"", "\"id\":\"other\"").replace("1716000000", "1716000009"));
        feed(FINISH.replace("\"id\":\"c\"", "\"id\":\"\"") + DONE);
        StreamInvariants.Answer answer = StreamInvariants.complete(output.toString(), MODEL, false);
        assertEquals("c", answer.chunks.get(0).path("id").asText());
    }
}
