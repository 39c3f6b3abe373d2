package io.penstock.provider.gemini.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.gemini.Requests;
import io.penstock.provider.gemini.request.ToolNames;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class ResponseMapperTest {

    private final RecordedAnswer answer = new RecordedAnswer();
    private final ResponseMapper mapper = new ResponseMapper(answer, ToolNames.of(Requests.plain()));
    private Step last = Step.GOING;

    @Test
    void joinsText() throws IOException {
        stream("text.sse");
        assertEquals(Map.of(0, "Explaining “AI” 🤖\n done."), answer.text);
        assertEquals(Map.of(0, "stop"), answer.finish);
        assertEquals(new TokenUsage(8, -1, -1, 12, -1), answer.usage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "reasoning", "tools", "blocked-prompt"})
    void tellsTheSameStreamedAndPlain(String name) throws IOException {
        stream(name + ".sse");
        RecordedAnswer plain = new RecordedAnswer();
        document(name + ".json", plain);
        assertEquals(plain.toString(), answer.toString());
    }

    @Test
    void keepsThoughtsAndTheirSignatureApartFromTheText() throws IOException {
        stream("reasoning.sse");
        assertEquals("**Counting**\n\nThree rs.", answer.reasoning.toString());
        assertEquals(Map.of(0, "There are three."), answer.text);
        assertEquals(List.of(ReasoningDetail.encrypted("gemini", null, "EpwCCpkCAXLI2nw")), answer.details);
        assertEquals(new TokenUsage(11, 4, -1, 44, 38), answer.usage);
    }

    @Test
    void keepsParallelCallsInOrderWithIdsArgumentsAndSignature() throws IOException {
        stream("tools.sse");
        assertEquals(
                Map.of(
                        0, "qk3v9fzn get_weather {\"city\":\"Paris\",\"id\":9007199254740993}",
                        1, "h5t2x8ab get_weather {\"city\":\"Łódź\"}",
                        2, "z1 now {}"),
                answer.calls);
        assertEquals(List.of(ReasoningDetail.encrypted("gemini", "qk3v9fzn", "CiQB4/H/Xg==")), answer.details);
        assertEquals(new TokenUsage(60, -1, -1, 102, 62), answer.usage);
    }

    @Test
    void leavesItToTheWriterToMakeIds() throws IOException {
        stream("tools-without-ids.sse");
        assertEquals(Map.of(0, "made_0 now ", 1, "made_1 now {\"zone\":\"UTC\"}"), answer.calls);
        assertEquals(Map.of(0, "stop"), answer.finish);
    }

    @Test
    void givesCallsTheNamesThatTheClientKnows() throws IOException {
        RecordedAnswer renamed = new RecordedAnswer();
        ToolNames names = ToolNames.of(Requests.of(
                "'messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function','function':{'name':'2nd'}}]"));
        String call = "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"_2nd\"}}]}}]}";
        Step unused = event(new ResponseMapper(renamed, names), call);
        assertEquals(Map.of(0, "made_0 2nd "), renamed.calls);
    }

    @Test
    void endsABlockedPromptAsFiltered() throws IOException {
        stream("blocked-prompt.sse");
        assertEquals(Map.of(0, "content_filter"), answer.finish);
        assertEquals(Map.of(), answer.text);
        assertEquals(new TokenUsage(7, -1, -1, 0, -1), answer.usage);
    }

    @Test
    void endsAFilteredAnswerWithoutContentAsFiltered() throws IOException {
        stream("safety.sse");
        assertEquals(Map.of(0, "To make"), answer.text);
        assertEquals(Map.of(0, "content_filter"), answer.finish);
    }

    @Test
    void saysLengthOfAnAnswerThatWasOnlyThought() throws IOException {
        document("max-tokens.json", answer);
        assertEquals(Map.of(0, "length"), answer.finish);
        assertEquals(new TokenUsage(5, -1, -1, 95, 95), answer.usage);
    }

    @Test
    void keepsCandidatesApart() throws IOException {
        document("two-candidates.json", answer);
        assertEquals(Map.of(0, "Heads", 1, "Tails"), answer.text);
        assertEquals(Map.of(0, "stop", 1, "length"), answer.finish);
    }

    @Test
    void writesLogprobsAsTheApiHasThem() throws IOException {
        document("logprobs.json", answer);
        assertEquals(
                ("[{'token':'Hi','logprob':-0.01,'bytes':[72,105],'top_logprobs':["
                                + "{'token':'Hi','logprob':-0.01,'bytes':[72,105]},"
                                + "{'token':'Yo','logprob':-4.6,'bytes':[89,111]}]},"
                                + "{'token':'é','logprob':-1.5,'bytes':[195,169],'top_logprobs':["
                                + "{'token':'e','logprob':-0.4,'bytes':[101]}]}]")
                        .replace('\'', '"'),
                answer.logprobs.toString());
        assertEquals(Map.of(0, "Hié"), answer.text);
    }

    @Test
    void showsAnImageInTheText() throws IOException {
        document("image.json", answer);
        assertEquals(Map.of(0, "Here:![image](data:image/png;base64,iVBORw0KGgo=)"), answer.text);
    }

    @Test
    void countsThoughtsOnceWhereTheyAreAmongTheCandidatesTokens() throws IOException {
        document("thoughts-among-candidates.json", answer);
        assertEquals(new TokenUsage(10, -1, -1, 50, 48), answer.usage);
    }

    @Test
    void countsResultsOfGooglesOwnToolsAsPrompt() throws IOException {
        document("tool-use-tokens.json", answer);
        assertEquals(new TokenUsage(15, -1, -1, 32, 30), answer.usage);
    }

    @Test
    void takesAnArrayOfResponsesForOneAnswer() throws IOException {
        document("array.json", answer);
        assertEquals(Map.of(0, "Explaining “AI” 🤖\n done."), answer.text);
        assertEquals(Map.of(0, "stop"), answer.finish);
        assertEquals(new TokenUsage(8, -1, -1, 12, -1), answer.usage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"error-in-stream.sse", "error-event.sse"})
    void tellsAnErrorBehindText(String name) throws IOException {
        stream(name);
        ErrorBody error = assertInstanceOf(Step.Error.class, last).error();
        assertEquals(503, error.status());
        assertEquals("UNAVAILABLE", error.code());
        assertEquals(Map.of(0, "Once upon"), answer.text);
        assertEquals(Map.of(), answer.finish);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL"})
    void takesNoBrokenCallForAnAnswer(String reason) throws IOException {
        Step step = event(mapper, "{\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}");
        assertEquals(500, assertInstanceOf(Step.Error.class, step).error().status());
    }

    @Test
    void tellsAnErrorInAnArray() throws IOException {
        ErrorBody error = assertInstanceOf(Step.Error.class, document("error-array.json", answer))
                .error();
        assertEquals("UNAVAILABLE", error.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "\"text\"", "{", "{\"candidates\":7}", "nonsense", "[{\"candidates\":[]}"})
    void refusesWhatIsNoResponse(String event) {
        assertThrows(IOException.class, () -> event(mapper, event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"candidates\":[]}",
                "{\"candidates\":null,\"promptFeedback\":{}}",
                "{\"candidates\":[null]}",
                "{\"candidates\":[{\"logprobsResult\":{\"chosenCandidates\":[null],\"topCandidates\":[null]},"
                        + "\"content\":{\"parts\":[]}}]}",
                // Vertex AI, in every event but the last.
                "{\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}}",
                "{\"candidates\":[{\"content\":{\"parts\":[null,{},{\"unknown\":1}]}}],\"usageMetadata\":null}"
            })
    void passesOverWhatSaysNothing(String event) throws IOException {
        assertEquals(Step.GOING, event(mapper, event));
        assertEquals(new RecordedAnswer().toString(), answer.toString());
    }

    private static Step event(ResponseMapper mapper, String json) throws IOException {
        byte[] padded = (" " + json + "}").getBytes(UTF_8);
        return mapper.event(null, padded, 1, padded.length - 1);
    }

    @CanIgnoreReturnValue
    private Step document(String name, RecordedAnswer into) throws IOException {
        byte[] document = Requests.fixture(name);
        return new ResponseMapper(into, ToolNames.of(Requests.plain())).event(null, document, 0, document.length);
    }

    private void stream(String name) throws IOException {
        GeminiFraming framing = new GeminiFraming((data, start, end, event) -> {
            try {
                last = mapper.event(event, data, start, end);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        framing.feed(Requests.fixture(name));
        framing.finish();
    }
}
