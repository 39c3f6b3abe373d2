package io.penstock.provider.upstream.normaliser;

import static io.penstock.provider.upstream.normaliser.Normalised.MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.provider.upstream.normaliser.ChunkNormaliser.Outcome;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.testkit.StreamInvariants;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCorpusTest {

    static List<StreamCorpus> corpus() {
        return StreamCorpus.all();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void becomesWhatTheClientIsPromised(StreamCorpus stream) {
        for (boolean usageAsked : new boolean[] {true, false}) {
            Normalised result = Normalised.of(stream.bytes(), stream.choices(), usageAsked, true);
            if (stream.fails()) {
                checkFailure(stream, result, usageAsked);
            } else {
                checkAnswer(stream, result, usageAsked);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isTheSameHoweverTheBytesAreCut(StreamCorpus stream) {
        byte[] bytes = stream.bytes();
        Normalised whole = Normalised.of(bytes, stream.choices(), true, true);
        for (int cut = 1; cut < bytes.length; cut++) {
            checkSame(whole, Normalised.of(bytes, stream.choices(), true, true, cut), "cut at " + cut);
        }
        int[] everywhere = IntStream.range(1, bytes.length).toArray();
        checkSame(whole, Normalised.of(bytes, stream.choices(), true, true, everywhere), "byte by byte");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isTheSameWithOtherLineEndsOrAByteOrderMark(StreamCorpus stream) {
        Normalised plain = Normalised.of(stream.bytes(), stream.choices(), true, true);
        for (String end : List.of("\n", "\r\n", "\r")) {
            for (String start : List.of("", "\ufeff")) {
                StreamCorpus variant = stream.with(end, start);
                checkSame(plain, Normalised.of(variant.bytes(), stream.choices(), true, true), "whole");
                int[] everywhere = IntStream.range(1, variant.bytes().length).toArray();
                checkSame(plain, Normalised.of(variant.bytes(), stream.choices(), true, true, everywhere), "in bytes");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void takesTheFastPathToTheSameEndAsTheSlowOne(StreamCorpus stream) {
        for (boolean usageAsked : new boolean[] {true, false}) {
            Normalised fast = Normalised.of(stream.bytes(), stream.choices(), usageAsked, true);
            Normalised slow = Normalised.of(stream.bytes(), stream.choices(), usageAsked, false);
            assertEquals(0, slow.fastChunks());
            assertEquals(json(slow), json(fast));
            assertEquals(slow.outcome(), fast.outcome());
        }
    }

    // All chunks with text but the first, which fixes the stream's identity.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai 5",
                "openai-tools 4",
                "azure 2",
                "deepseek-reasoning 3",
                "groq 2",
                "openrouter 2",
                "vllm 2",
                "ollama 2",
                "llamacpp 1"
            })
    void takesTheFastPathForOrdinaryChunks(String row) {
        String[] parts = row.split(" ");
        StreamCorpus stream = StreamCorpus.named(parts[0]);
        for (boolean usageAsked : new boolean[] {true, false}) {
            Normalised result = Normalised.of(stream.bytes(), stream.choices(), usageAsked, true);
            assertTrue(result.fastChunks() >= Long.parseLong(parts[1]), row + ": " + result.fastChunks());
        }
    }

    @Test
    void leavesUntouchedWhatItDoesNotKnow() {
        String output = Normalised.of(StreamCorpus.named("exact-numbers").bytes(), 1, false, true)
                .output();
        String untouched = "\"big\":9007199254740993,\"one\":1.0,\"choices\"";
        assertEquals(3, output.split(untouched, -1).length, output);
        assertTrue(output.contains("\"content\":\"\\u0062\""), output);
        assertEquals(3, output.split("\"logprob\":-1.0e-7}", -1).length, output);
    }

    private static void checkFailure(StreamCorpus stream, Normalised result, boolean usageAsked) {
        Failure failure =
                assertInstanceOf(Outcome.Failed.class, result.outcome()).failure();
        assertEquals(stream.expected().path("failure").asText(), failure.error().code());
        assertEquals(stream.expected().path("retry").asText(), failure.retry().name());
        StreamInvariants.Answer answer = StreamInvariants.beginning(result.output(), MODEL, usageAsked);
        checkTexts(stream, answer);
        assertEquals(stream.expected().has("content"), !result.output().isEmpty());
    }

    private static void checkAnswer(StreamCorpus stream, Normalised result, boolean usageAsked) {
        Outcome.Finished finished = assertInstanceOf(Outcome.Finished.class, result.outcome(), result.toString());
        StreamInvariants.Answer answer = StreamInvariants.complete(result.output(), MODEL, usageAsked);
        checkTexts(stream, answer);
        JsonNode expected = stream.expected();
        List<String> finishes =
                answer.choices.values().stream().map(c -> c.finishReason).toList();
        assertEquals(texts(expected.path("finish")), finishes);
        checkTools(expected.path("tools"), answer);
        Usage usage = finished.usage();
        assertEquals(expected.path("prompt").asLong() < 0, usage.estimated());
        if (!usage.estimated()) {
            assertEquals(expected.path("prompt").asLong(), usage.promptTokens());
            assertEquals(expected.path("completion").asLong(), usage.completionTokens());
        }
        if (usageAsked) {
            assertEquals(
                    usage.promptTokens(), answer.usage.path("prompt_tokens").asLong());
            assertEquals(
                    usage.completionTokens(),
                    answer.usage.path("completion_tokens").asLong());
        }
    }

    private static void checkTexts(StreamCorpus stream, StreamInvariants.Answer answer) {
        JsonNode expected = stream.expected();
        int i = 0;
        for (StreamInvariants.Choice choice : answer.choices.values()) {
            assertEquals(expected.path("content").path(i).asText(), choice.content.toString());
            assertEquals(expected.path("reasoning").path(i).asText(), choice.reasoning.toString());
            assertEquals(expected.path("refusal").path(i).asText(), choice.refusal.toString());
            i++;
        }
        assertEquals(expected.path("content").size(), i);
    }

    private static void checkTools(JsonNode expected, StreamInvariants.Answer answer) {
        int i = 0;
        for (StreamInvariants.Choice choice : answer.choices.values()) {
            List<List<String>> calls = new ArrayList<>();
            for (StreamInvariants.ToolCall call : choice.toolCalls) {
                String id = call.id.matches("call_[0-9A-Za-z]{24}") ? "*" : call.id;
                calls.add(List.of(id, call.name, call.arguments.toString()));
            }
            List<List<String>> wanted = new ArrayList<>();
            expected.path(i++).forEach(call -> wanted.add(texts(call)));
            assertEquals(wanted, calls);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void checkSame(Normalised expected, Normalised actual, String how) {
        assertEquals(expected.stableOutput(), actual.stableOutput(), how);
        assertEquals(expected.outcome(), actual.outcome(), how);
    }

    private static List<Object> json(Normalised result) {
        List<Object> events = new ArrayList<>();
        for (String event : result.stableOutput().split("\n\n")) {
            try {
                events.add(event.startsWith("data: {") ? new ObjectMapper().readTree(event.substring(6)) : event);
            } catch (java.io.IOException e) {
                throw new AssertionError(event, e);
            }
        }
        return events;
    }
}
