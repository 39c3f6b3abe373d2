package io.penstock.provider.upstream.normaliser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.provider.upstream.normaliser.CompletionNormaliser.Outcome;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionNormaliserTest {

    private static Outcome normalise(String body) {
        return new CompletionNormaliser(Normalised.peek(1, false), Normalised.PROMPT_TOKENS, Normalised.errors())
                .normalise(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Outcome.Answer answer(String body) {
        return assertInstanceOf(Outcome.Answer.class, normalise(body));
    }

    private static JsonNode json(Outcome.Answer answer) throws IOException {
        return new ObjectMapper().readTree(answer.body().getBytes());
    }

    private static Failure failure(String body) {
        return assertInstanceOf(Outcome.Failed.class, normalise(body)).failure();
    }

    @Test
    void changesNothingButTheModelOfAConformantAnswer() {
        String body = """
                {
                  "id": "chatcmpl-1",
                  "object": "chat.completion",
                  "created": 1716000000,
                  "model": "gpt-4o-mini-2024-07-18",
                  "big": 9007199254740993,
                  "choices": [{
                    "index": 0,
                    "message": { "role": "assistant", "content": "caf\\u00e9", "refusal": null },
                    "logprobs": {"content": [{"logprob": -1.0}]},
                    "finish_reason": "stop"
                  }],
                  "usage": { "prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7, "details": {"x": 1.0} }
                }""";
        Outcome.Answer answer = answer(body);
        assertEquals(
                body.replace("gpt-4o-mini-2024-07-18", Normalised.MODEL),
                answer.body().toString());
        assertEquals(Usage.reported(5, 2), answer.usage());
    }

    @Test
    void addsWhatIsMissing() throws IOException {
        Outcome.Answer answer = answer("{\"choices\":[{\"message\":{\"content\":\"Hi you\"}}]}");
        JsonNode json = json(answer);
        assertTrue(json.path("id").asText().startsWith("chatcmpl-"));
        assertEquals("chat.completion", json.path("object").asText());
        assertTrue(json.path("created").isIntegralNumber());
        assertEquals(Normalised.MODEL, json.path("model").asText());
        JsonNode choice = json.path("choices").path(0);
        assertEquals(0, choice.path("index").asInt(-1));
        assertEquals("assistant", choice.path("message").path("role").asText());
        assertEquals("stop", choice.path("finish_reason").asText());
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 2), answer.usage());
        assertEquals(12, json.path("usage").path("total_tokens").asInt());
    }

    @ParameterizedTest
    @CsvSource({
        "stop,stop",
        "end_turn,stop",
        "max_tokens,length",
        "tool_use,tool_calls",
        "SAFETY,content_filter",
        "new,stop"
    })
    void mendsTheFinishReason(String given, String expected) throws IOException {
        JsonNode json =
                json(answer("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"" + given + "\"}]}"));
        assertEquals(
                expected, json.path("choices").path(0).path("finish_reason").asText());
    }

    @Test
    void mendsToolCalls() throws IOException {
        JsonNode json = json(
                answer(
                        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":["
                                + "{\"function\":{\"name\":\"f\",\"arguments\":{\"id\":9007199254740993}}},"
                                + "{\"id\":\"x\",\"type\":\"function\",\"function\":{\"name\":\"g\"}}]},\"finish_reason\":\"stop\"}]}"));
        JsonNode choice = json.path("choices").path(0);
        assertEquals("tool_calls", choice.path("finish_reason").asText());
        assertTrue(choice.path("message").has("content"));
        JsonNode calls = choice.path("message").path("tool_calls");
        assertTrue(calls.path(0).path("id").asText().startsWith("call_"));
        assertEquals("function", calls.path(0).path("type").asText());
        assertEquals(
                "{\"id\":9007199254740993}",
                calls.path(0).path("function").path("arguments").asText());
        assertEquals("x", calls.path(1).path("id").asText());
        assertEquals("{}", calls.path(1).path("function").path("arguments").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"content\":\"twelve bytes\"",
                "\"reasoning\":\"twelve bytes\"",
                "\"refusal\":\"twelve bytes\"",
                "\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"twelve bytes\"}}]",
                "\"tool_calls\":[{\"custom\":{\"name\":\"f\",\"input\":\"twelve bytes\"}}]",
                "\"function_call\":{\"name\":\"f\",\"arguments\":\"twelve bytes\"}"
            })
    void countsAllThatTheModelWrote(String message) {
        assertEquals(
                Usage.estimate(Normalised.PROMPT_TOKENS, 3),
                answer("{\"choices\":[{\"message\":{" + message + "},\"finish_reason\":\"stop\"}]}")
                        .usage());
    }

    @Test
    void putsReasoningUnderItsOneName() throws IOException {
        JsonNode message = json(answer("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":"
                        + "[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"4\"}]}}]}"))
                .path("choices")
                .path(0)
                .path("message");
        assertEquals("4", message.path("content").asText());
        assertEquals("hm", message.path("reasoning_content").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reasoning\":\"hm\"",
                "\"reasoning\":\"hm\",\"reasoning_content\":null",
                "\"reasoning_content\":\"\",\"reasoning\":\"hm\"",
                "\"reasoning_content\":\"hm\",\"reasoning\":\"hm\""
            })
    void findsReasoningUnderEitherName(String members) throws IOException {
        JsonNode message = json(answer("{\"choices\":[{\"message\":{\"content\":\"4\"," + members + "}}]}"))
                .path("choices")
                .path(0)
                .path("message");
        assertEquals("hm", message.path("reasoning_content").asText());
    }

    @Test
    void writesContentThatIsAnObjectAsTheTextThatItMeans() throws IOException {
        JsonNode message = json(answer(
                        "{\"choices\":[{\"message\":{\"content\":{\"id\": 9007199254740993,\"a\":[1.0]}}}]}"))
                .path("choices")
                .path(0)
                .path("message");
        assertEquals(
                "{\"id\": 9007199254740993,\"a\":[1.0]}",
                message.path("content").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt_cache_hit_tokens\":3,\"prompt_cache_miss_tokens\":2",
                "\"prompt_cache_hit_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":3}",
                "\"cached_tokens\":3",
                "\"num_cached_tokens\":3,\"prompt_tokens_details\":null",
                "\"prompt_token_details\":{\"cached_tokens\":3}",
                "\"num_cached_tokens\":3,\"prompt_tokens_details\":{\"audio_tokens\":1}"
            })
    void countsCachedTokensInTheirOnePlace(String members) throws IOException {
        Outcome.Answer answer =
                answer("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":5,"
                        + "\"completion_tokens\":2,\"total_tokens\":7," + members + "}}");
        assertEquals(Usage.reported(5, 2), answer.usage());
        JsonNode usage = json(answer).path("usage");
        assertEquals(
                3, usage.path("prompt_tokens_details").path("cached_tokens").asInt());
        assertEquals(5, usage.path("prompt_tokens").asInt());
        assertEquals(7, usage.path("total_tokens").asInt());
        assertEquals(
                members.contains("audio"), usage.path("prompt_tokens_details").has("audio_tokens"));
    }

    @Test
    void believesInNoMoreCachedTokensThanThePromptHas() throws IOException {
        JsonNode json = json(answer("{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":5,"
                + "\"completion_tokens\":2,\"total_tokens\":7,\"cached_tokens\":6}}"));
        assertEquals(
                5,
                json.path("usage")
                        .path("prompt_tokens_details")
                        .path("cached_tokens")
                        .asInt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "\"x\"",
                "{",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":{}}",
                "{\"choices\":[1]}",
                "{\"choices\":[{\"message\":1}]}",
                "{\"choices\":[{\"message\":{\"content\":\"x\"}}]} x"
            })
    void refusesWhatIsNoAnswer(String body) {
        assertEquals("upstream_malformed", failure(body).error().code());
    }

    @Test
    void takesAnAnswerWithoutContentAndFinishForALostOne() {
        Failure failure = failure("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":null}]}");
        assertEquals("upstream_truncated", failure.error().code());
        assertEquals(Failure.Retry.ANYWHERE, failure.retry());
    }

    private static @Nullable Usage billed(String body) {
        return assertInstanceOf(Outcome.Failed.class, normalise(body)).billed();
    }

    @Test
    void anErrorInThePlaceOfAnAnswerCostsNothing() {
        assertNull(billed("{\"error\":{\"message\":\"slow down\",\"code\":429}}"));
    }

    @Test
    void anAnswerThatEndedWithAnErrorCostsWhatIsInIt() {
        String broken = "{\"choices\":[{\"message\":{\"content\":\"twelve bytes\"},\"finish_reason\":\"error\"}]";
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 3), billed(broken + "}"));
        assertEquals(
                Usage.reported(5, 2), billed(broken + ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}"));
    }

    @Test
    void whatIsNoAnswerCostsThePromptOrWhatItReports() {
        assertEquals(Usage.estimate(Normalised.PROMPT_TOKENS, 0), billed("<html>"));
        assertEquals(
                Usage.reported(5, 0),
                billed("{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":0}}"));
    }

    @Test
    void honoursAReportOfNothing() throws IOException {
        Outcome.Answer answer = answer("{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}");
        assertEquals(Usage.reported(0, 0), answer.usage());
        assertEquals(0, json(answer).path("usage").path("total_tokens").asInt(-1));
    }

    @Test
    void takesAnErrorWithStatus200ForAnError() {
        Failure failure = failure("{\"error\":{\"message\":\"slow down\",\"code\":429}}");
        assertEquals(429, failure.error().status());
        assertEquals(Failure.Retry.ANYWHERE, failure.retry());
    }
}
