package io.penstock.provider.anthropic.answer;

import static io.penstock.provider.anthropic.answer.Answers.bytes;
import static io.penstock.provider.anthropic.answer.Answers.events;
import static io.penstock.provider.anthropic.answer.Answers.feed;
import static io.penstock.provider.anthropic.answer.Answers.start;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.provider.anthropic.Requests;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same answer, streamed and plain, tells the same. */
@NullUnmarked
class AnswersTest {

    private static final ChatRequest PLAIN = Requests.fields("");
    private static final ChatRequest JSON = Requests.fields("\"response_format\":{\"type\":\"json_object\"}");

    @Test
    void text() {
        assertTells("text", PLAIN, new TokenUsage(25, 0, 0, 15, -1), "text Hello! Grüße 😀", "finish end_turn");
    }

    @Test
    void callsWithAndWithoutArguments() {
        Told streamed = streamed("tools", PLAIN);
        assertEquals(
                List.of(
                        "text Okay then.",
                        "call 1 toolu_01A get_weather",
                        "arguments 1 {\"id\": 9007199254740993, \"city\": \"Köln\"}",
                        "call 2 toolu_01B list_all",
                        "call 3 toolu_01C now",
                        "finish tool_use"),
                streamed.steps());
        Told plain = plain("tools", PLAIN);
        assertEquals(
                "arguments 1 {\"id\":9007199254740993,\"city\":\"Köln\"}",
                plain.steps().get(2));
        assertEquals(without(streamed, 2), without(plain, 2));
        assertEquals(new TokenUsage(472, 0, 0, 89, -1), streamed.usage());
        assertEquals(new TokenUsage(472, -1, -1, 89, -1), plain.usage());
    }

    @Test
    void signedAndRedactedThinking() {
        assertTells(
                "thinking",
                PLAIN,
                new TokenUsage(51, 0, 0, 139, 130),
                "reasoning Let me see.",
                "detail anthropic id=null text=Let me see. signature=EqQBCgIYAhIM1gbcDa9GJwZA2b3h data=null",
                "detail anthropic id=null text=null signature=null"
                        + " data=EmwKAhgBEgy3va3pzix/LafPsn4aDFIT2Xlxh0L5L8rLVyIwxtE3rAFBa8cr3qpP",
                "text Six.",
                "finish end_turn");
    }

    @Test
    void thinkingBetweenCallsKeepsItsPlaceAndWithheldThinkingItsSignature() {
        List<String> told = streamed("interleaved", PLAIN).steps();
        assertEquals(
                List.of(
                        "reasoning First a.",
                        "call 1 toolu_01A a",
                        "detail anthropic id=null text=First a. signature=sigA data=null",
                        "arguments 1 {\"x\":1}",
                        "call 3 toolu_01B b",
                        "detail anthropic id=toolu_01B text= signature=sigB data=null",
                        "arguments 3 {}",
                        "finish tool_use"),
                told);
        assertEquals(without(told, 6), plain("interleaved", PLAIN).steps());
    }

    @Test
    void refusalsSayWhy() {
        assertTells(
                "refusal",
                PLAIN,
                new TokenUsage(18, 0, 0, 5, -1),
                "refusal This request was blocked under Anthropic's Usage Policy.",
                "finish refusal");
    }

    @Test
    void countsCachedTokensOnceAndTakesTheLaterCount() {
        assertTells("cached", PLAIN, new TokenUsage(2161, 2000, 100, 2, -1), "text pong", "finish stop_sequence");
    }

    @Test
    void theInputOfTheAnswersToolIsTheAnswersText() {
        assertEquals(
                List.of("text {\"city\": \"Köln\"}", "finish tool_use"),
                streamed("json-tool", JSON).steps());
        assertEquals(
                List.of("text {\"city\":\"Köln\"}", "finish tool_use"),
                plain("json-tool", JSON).steps());
        assertEquals(
                "call 0 toolu_01J json_answer",
                plain("json-tool", PLAIN).steps().get(0));
    }

    @Test
    void aFenceAroundJsonThatWasAskedForIsTakenOff() {
        assertTells("fenced", JSON, new TokenUsage(25, 0, 0, 9, -1), "text {\"a\":1}", "finish end_turn");
        assertEquals(
                "text ```json\n{\"a\":1}\n```\n",
                streamed("fenced", PLAIN).steps().get(0));
    }

    @Test
    void whatServersDoOnTheirOwnIsPassedOver() {
        assertTells("server-tools", PLAIN, new TokenUsage(25, 0, 0, 20, -1), "text Found.", "finish pause_turn");
    }

    @Test
    void toolsComeBackUnderTheClientsNames() {
        ChatRequest chat =
                Requests.fields("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get weather\"}}]");
        Told told = new Told();
        String start = start("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"get_weather\",\"input\":{}}");
        assertSame(Step.GOING, feed(new EventReader(chat, told), start));
        assertEquals(List.of("call 0 t get weather"), told.steps());
    }

    @Test
    void takesArgumentsThatComeWithTheBeginningOfACall() {
        Told told = new Told();
        EventReader reader = new EventReader(PLAIN, told);
        String start = start("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"n\":9007199254740993}}");
        assertSame(Step.GOING, feed(reader, start));
        assertSame(Step.GOING, feed(reader, "{\"type\":\"content_block_stop\",\"index\":0}"));
        assertEquals(List.of("call 0 t f", "arguments 0 {\"n\":9007199254740993}"), told.steps());
    }

    @Test
    void tellsErrorsInTheMidstOfAStreamWithTheirType() {
        List<String> events = events("overloaded");
        Told told = new Told();
        EventReader reader = new EventReader(PLAIN, told);
        events.subList(0, 3).forEach(event -> assertSame(Step.GOING, feed(reader, event)));
        Step.Error error = assertInstanceOf(Step.Error.class, feed(reader, events.get(3)));
        assertEquals("overloaded_error", error.error().code());
        assertEquals(529, error.error().status());
        assertEquals("Overloaded", error.error().message());
        assertEquals(List.of("text Hel"), told.steps());
    }

    @Test
    void tellsAnErrorInThePlaceOfADocument() throws IOException {
        Told told = new Told();
        Step step = DocumentReader.read(PLAIN, bytes("error-rate-limit.json"), told);
        assertEquals(429, assertInstanceOf(Step.Error.class, step).error().status());
        assertEquals(List.of(), told.steps());
        assertNull(told.usage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"x\"", "{", "{\"type\":7", "{\"type\":\"message_start\",\"message\":3}"})
    void takesNothingElseForAnEvent(String garbage) {
        EventReader reader = new EventReader(PLAIN, new Told());
        byte[] data = garbage.getBytes(UTF_8);
        assertThrows(IOException.class, () -> reader.event(null, data, 0, data.length));
        assertThrows(IOException.class, () -> DocumentReader.read(PLAIN, data, new Told()));
    }

    @Test
    void passesOverEventsAndPiecesThatAreNotKnownYet() {
        Told told = new Told();
        EventReader reader = new EventReader(PLAIN, told);
        for (String event : List.of(
                "{}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"content_block_start\",\"index\":0}",
                start("{\"type\":\"hologram\",\"text\":{\"a\":1}}").replace("\"text\":{\"a\":1}", "\"x\":{\"a\":1}"),
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"hologram_delta\",\"x\":1}}",
                "{\"type\":\"content_block_delta\",\"index\":0}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":null},\"usage\":null}")) {
            assertSame(Step.GOING, feed(reader, event), event);
        }
        assertEquals(List.of(), told.steps());
        assertNull(told.usage());
    }

    private static void assertTells(String name, ChatRequest chat, TokenUsage usage, String... steps) {
        Told streamed = streamed(name, chat);
        Told plain = plain(name, chat);
        assertEquals(List.of(steps), streamed.steps());
        assertEquals(List.of(steps), plain.steps());
        assertEquals(usage, streamed.usage());
        assertEquals(usage, plain.usage());
    }

    private static Told streamed(String name, ChatRequest chat) {
        Told told = new Told();
        EventReader reader = new EventReader(chat, told);
        List<String> events = events(name);
        int last = events.size() - 1;
        events.subList(0, last).forEach(event -> assertSame(Step.GOING, feed(reader, event)));
        assertSame(Step.END, feed(reader, events.get(last)));
        return told;
    }

    private static Told plain(String name, ChatRequest chat) {
        Told told = new Told();
        try {
            assertSame(Step.END, DocumentReader.read(chat, bytes(name + ".json"), told));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }

    private static List<String> without(Told told, int step) {
        return without(told.steps(), step);
    }

    private static List<String> without(List<String> steps, int step) {
        List<String> rest = new ArrayList<>(steps);
        rest.remove(step);
        return rest;
    }
}
