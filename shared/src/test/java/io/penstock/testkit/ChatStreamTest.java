package io.penstock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatStreamTest {

    private static final String ROLE = Chunks.role("m");
    private static final String A = Chunks.content("m", "a");
    private static final String STOP = Chunks.finish("m", "stop");
    private static final String USAGE = Chunks.usage("m", 1, 2);
    private static final String DONE = "[DONE]";

    @Test
    void takesAWellFormedStream() {
        ChatStream stream = ChatStream.complete(events(ROLE, A, A, STOP, USAGE, DONE), "m");
        assertEquals("aa", stream.content());
        assertEquals("stop", stream.finishReason());
        assertEquals(new JsonObject(USAGE).getJsonObject("usage"), stream.usage());
    }

    @Test
    void takesAStreamThatFailedInForm() {
        List<SseEvent> events = new ArrayList<>(events(ROLE, A));
        events.add(new SseEvent("error", Chunks.error("bad", "bad_gateway", null, "provider_error"), null, 0));
        assertEquals("provider_error", ChatStream.failed(events, "m").error().getString("code"));
        assertThrows(AssertionError.class, () -> ChatStream.complete(events, "m"));
    }

    @Test
    void joinsToolCalls() {
        String first = call(
                0,
                new JsonObject()
                        .put("id", "c1")
                        .put("type", "function")
                        .put("function", new JsonObject().put("name", "f").put("arguments", "")));
        String second = call(0, new JsonObject().put("function", new JsonObject().put("arguments", "{}")));
        ChatStream stream =
                ChatStream.complete(events(ROLE, first, second, Chunks.finish("m", "tool_calls"), DONE), "m");
        assertEquals("{}", stream.toolCalls().get(0).getString("arguments"));
        assertThrows(AssertionError.class, () -> ChatStream.of(events(ROLE, second, STOP, DONE), "m"));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("neither [DONE] nor an error", List.of(ROLE, A, STOP)),
                Arguments.of("without a finish reason", List.of(ROLE, A, DONE)),
                Arguments.of("goes on after its finish", List.of(ROLE, STOP, A, DONE)),
                Arguments.of("goes on after its finish", List.of(ROLE, STOP, STOP, DONE)),
                Arguments.of("without a role", List.of(A, STOP, DONE)),
                Arguments.of("finish_reason eos", List.of(ROLE, Chunks.finish("m", "eos"), DONE)),
                Arguments.of("model is other", List.of(ROLE, Chunks.content("other", "a"), STOP, DONE)),
                Arguments.of("after the end", List.of(ROLE, STOP, DONE, A)),
                Arguments.of("usage before the finish", List.of(ROLE, A, USAGE, STOP, DONE)),
                Arguments.of("usage twice", List.of(ROLE, A, STOP, USAGE, USAGE, DONE)),
                Arguments.of("id changes", List.of(ROLE, A.replace("chatcmpl", "other"), STOP, DONE)),
                Arguments.of("object is", List.of(ROLE.replace(".chunk", ""), STOP, DONE)),
                Arguments.of("no JSON object", List.of(ROLE, "nonsense", STOP, DONE)));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesWhatIsNotWellFormed(String reason, List<String> data) {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> ChatStream.of(events(data.toArray(new String[0])), "m"));
        assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure::getMessage);
    }

    private static String call(int index, JsonObject call) {
        JsonObject delta = new JsonObject().put("tool_calls", new JsonArray().add(call.put("index", index)));
        return Chunks.delta("m", 0, delta, null);
    }

    private static List<SseEvent> events(String... data) {
        return Stream.of(data).map(text -> new SseEvent(null, text, null, 0)).toList();
    }
}
