package io.penstock.provider.cohere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.translate.Framing;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class CohereAnswerMapperTest {

    private static final TokenUsage USAGE = new TokenUsage(71, 64, -1, 7, -1);

    private final RecordedAnswer answer = new RecordedAnswer();
    private final CohereAnswerMapper mapper = new CohereAnswerMapper(answer);
    private Step last = Step.GOING;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsCitationsOutOfTheText(boolean streamed) throws IOException {
        assertSame(Step.END, read("text", streamed));
        assertEquals("Hello wörld", answer.text());
        assertEquals("COMPLETE", answer.finish());
        assertEquals(USAGE, answer.usage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThinkingApartFromTheText(boolean streamed) throws IOException {
        assertSame(Step.END, read("reasoning", streamed));
        assertEquals("Let me see.", answer.reasoning());
        assertEquals("Three.", answer.text());
        assertEquals("MAX_TOKENS", answer.finish());
        assertEquals(USAGE, answer.usage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsToolCallsInOrderWithTheirArgumentsCharacterForCharacter(boolean streamed) throws IOException {
        assertSame(Step.END, read("tools", streamed));
        assertEquals("I will look.", answer.reasoning());
        assertEquals("", answer.text());
        assertEquals(
                Map.of(
                        0,
                        "get_weather_a1 get_weather {\n    \"city\": \"Tor\\\"onto\", \"n\": 9007199254740993, \"x\": null}",
                        1,
                        "get_time_b2 get_time ",
                        2,
                        "get_date_c3 get_date "),
                answer.calls());
        assertEquals("TOOL_CALL", answer.finish());
        assertEquals(USAGE, answer.usage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesATextOfSeveralTokensTheProbabilityOfAllOfThem(boolean streamed) throws IOException {
        assertSame(Step.END, read("logprobs", streamed));
        assertEquals("Hello you", answer.text());
        assertEquals(
                "{\"token\":\"Hello\",\"logprob\":-0.5,\"bytes\":[72,101,108,108,111],\"top_logprobs\":[]},"
                        + "{\"token\":\" you\",\"logprob\":-0.75,\"bytes\":[32,121,111,117],\"top_logprobs\":[]}",
                answer.logprobs());
        assertEquals(TokenUsage.of(5, 2), answer.usage());
    }

    @Test
    void anErrorAtTheEndIsNoAnswer() throws IOException {
        Step.Error error = assertInstanceOf(Step.Error.class, read("error", true));
        assertEquals("ERROR", error.error().code());
        assertEquals(
                "internal server error, this has been reported to our developers.",
                error.error().message());
        assertEquals("Hel", answer.text());
        assertNull(answer.finish());
    }

    @Test
    void aTimeoutIsAnErrorWithoutWords() throws IOException {
        Step.Error error = assertInstanceOf(
                Step.Error.class, event("{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"TIMEOUT\"}}"));
        assertEquals("TIMEOUT", error.error().code());
        assertNull(answer.finish());
    }

    @Test
    void anObjectThatIsNoEventIsAnError() throws IOException {
        Step.Error error = assertInstanceOf(Step.Error.class, event("{\"message\":\"internal server error\"}"));
        assertEquals("internal server error", error.error().message());
    }

    @Test
    void passesOverEventsThatItDoesNotKnow() throws IOException {
        assertSame(Step.GOING, event("{\"type\":\"debug\",\"prompt\":\"<BOS_TOKEN>\"}"));
        assertSame(Step.GOING, event("{\"type\":\"news\",\"delta\":{\"message\":{\"more\":[1]}}}"));
        assertSame(Step.END, event("[DONE]"));
    }

    @Test
    void refusesWhatIsNotInTheForm() {
        assertThrows(IOException.class, () -> event("{\"type\":\"content-delta\",\"delta\":{\"message\":\"x\"}}"));
        assertThrows(IOException.class, () -> event("{\"type\":\"content-delta\""));
    }

    private Step event(String data) throws IOException {
        byte[] bytes = data.getBytes(UTF_8);
        return mapper.event(null, bytes, 0, bytes.length);
    }

    private Step read(String name, boolean streamed) throws IOException {
        if (!streamed) {
            return mapper.document(resource(name + ".json"));
        }
        Framing framing = Framing.sse((data, start, end, type) -> {
            try {
                last = last == Step.GOING ? mapper.event(type, data, start, end) : last;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        framing.feed(resource(name + ".sse"));
        framing.finish();
        return last;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CohereAnswerMapperTest.class.getResourceAsStream("/cohere/" + name)) {
            return in.readAllBytes();
        }
    }
}
