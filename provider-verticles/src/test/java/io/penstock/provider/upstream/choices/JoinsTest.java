package io.penstock.provider.upstream.choices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.testkit.StreamInvariants;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What the client reads of several answers: as a stream, and as a document. */
class JoinsTest {

    private static final String DONE = "data: [DONE]\n\n";

    private final ScriptedCalls calls = new ScriptedCalls();
    private final JoinedSink sink = new JoinedSink();

    private void ask(int choices, boolean stream, boolean includeUsage) {
        String options = includeUsage ? ",\"stream_options\":{\"include_usage\":true}" : "";
        byte[] body = ("{\"model\":\"m\",\"n\":" + choices + ",\"stream\":" + stream + options
                        + ",\"messages\":[{\"role\":\"user\"}]}")
                .getBytes(UTF_8);
        ChatCall request = new ChatCall(body, ChatRequestReader.read(body), 10, "up", new Deadlines(1, 2, 3, 4));
        var unused = new CallPerChoice(calls).call(request, sink);
    }

    /** A chunk of the call that many, with an id and a time of its own. */
    private static String chunk(int call, String choices, String more) {
        return "data: {\"id\":\"id-" + call + "\",\"object\":\"chat.completion.chunk\",\"created\":" + (1000 + call)
                + ",\"model\":\"m\",\"choices\":[" + choices + "]" + more + "}\n\n";
    }

    private static String delta(int call, String delta, String finish) {
        return chunk(call, "{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish + "}", "");
    }

    private static String role(int call) {
        return delta(call, "\"role\":\"assistant\",\"content\":\"\"", "null");
    }

    private static String text(int call, String text) {
        return delta(call, "\"content\":\"" + text + "\"", "null");
    }

    private static String finish(int call) {
        return delta(call, "", "\"stop\"");
    }

    private static String usage(int call, String details) {
        return chunk(
                call,
                "",
                ",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15" + details + "}");
    }

    private void end(int call) {
        calls.call(call).end(Usage.reported(10, 5));
    }

    @Test
    void chunksComeInTheirOrderUnderOneIdEachAtItsIndex() {
        ask(2, true, false);
        calls.call(1).write(role(1) + text(1, "b1"));
        calls.call(0).write(role(0) + text(0, "a1"));
        calls.call(1).write(text(1, "b2") + finish(1) + DONE);
        end(1);
        calls.call(0).write(text(0, "a2") + finish(0) + DONE);
        end(0);
        StreamInvariants.Answer answer = StreamInvariants.complete(sink.text.toString(), "m", false);
        assertEquals("a1a2", answer.choice(0).content.toString());
        assertEquals("b1b2", answer.choice(1).content.toString());
        StringBuilder order = new StringBuilder();
        for (JsonNode chunk : answer.chunks) {
            assertEquals("id-1", chunk.path("id").asText());
            assertEquals(1001, chunk.path("created").asLong());
            order.append(
                    chunk.path("choices").path(0).path("delta").path("content").asText());
        }
        assertEquals("b1a1b2a2", order.toString());
        assertEquals(Usage.reported(20, 10), sink.usage);
    }

    /** A client that counts the choices it has seen would take the answer for complete. */
    @Test
    void noChoiceFinishesBeforeAllHaveBegun() {
        ask(3, true, false);
        calls.call(0).write(role(0) + text(0, "quick") + finish(0) + DONE);
        end(0);
        calls.call(1).write(role(1) + text(1, "b") + finish(1) + DONE);
        end(1);
        String before = sink.text.toString();
        assertTrue(before.contains("quick") && !before.contains("stop"), before);
        calls.call(2).write(role(2) + text(2, "slow"));
        String all = sink.text.toString();
        assertTrue(all.contains("\"stop\""), all);
        calls.call(2).write(finish(2) + DONE);
        end(2);
        StreamInvariants.Answer answer = StreamInvariants.complete(sink.text.toString(), "m", false);
        assertEquals(3, answer.choices.size());
    }

    @Test
    void anAnswerOfFinishesAlonePassesToo() {
        ask(2, true, false);
        for (int i = 0; i < 2; i++) {
            calls.call(i).write(delta(i, "\"role\":\"assistant\",\"content\":\"\"", "\"length\"") + DONE);
            end(i);
        }
        StreamInvariants.Answer answer = StreamInvariants.complete(sink.text.toString(), "m", false);
        assertEquals("length", answer.choice(0).finishReason);
        assertEquals("length", answer.choice(1).finishReason);
    }

    @Test
    void theUsageOfAllIsToldOnceWithItsDetails() {
        ask(3, true, true);
        for (int i = 0; i < 3; i++) {
            calls.call(i).write(role(i) + text(i, "x"));
        }
        String details = ",\"prompt_tokens_details\":{\"cached_tokens\":4,\"kind\":\"x\"},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":2},\"cost\":0.25,\"note\":null";
        for (int i = 0; i < 3; i++) {
            calls.call(i).write(finish(i) + usage(i, i == 2 ? "" : details) + DONE);
            end(i);
        }
        JsonNode usage = StreamInvariants.complete(sink.text.toString(), "m", true).usage;
        assertEquals(30, usage.path("prompt_tokens").asLong());
        assertEquals(15, usage.path("completion_tokens").asLong());
        assertEquals(45, usage.path("total_tokens").asLong());
        assertEquals(
                8, usage.path("prompt_tokens_details").path("cached_tokens").asLong());
        assertEquals("x", usage.path("prompt_tokens_details").path("kind").asText());
        assertEquals(
                4,
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong());
        assertEquals(0.5, usage.path("cost").asDouble());
        assertTrue(usage.path("note").isNull());
        assertEquals(Usage.reported(30, 15), sink.usage);
    }

    @Test
    void toolCallsAndForeignFieldsStayAsTheyAre() {
        ask(2, true, false);
        String call = "\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":9007199254740993}\"}}],\"odd\":1.50";
        for (int i = 0; i < 2; i++) {
            calls.call(i).write(delta(i, call, "null") + delta(i, "", "\"tool_calls\"") + DONE);
            end(i);
        }
        String text = sink.text.toString();
        assertEquals(3, text.split("9007199254740993", -1).length, text);
        assertEquals(3, text.split("\"odd\":1\\.50", -1).length, text);
        StreamInvariants.Answer answer = StreamInvariants.complete(text, "m", false);
        assertEquals("f", answer.choice(1).toolCalls.get(0).name);
    }

    @Test
    void writesMayBeCutAnywhere() {
        String one = role(0) + text(0, "größer") + finish(0) + usage(0, "") + DONE;
        String other = role(1) + text(1, "kleiner") + finish(1) + usage(1, "") + DONE;
        Buffer whole = Buffer.buffer(one);
        String expected = null;
        for (int cut = 0; cut <= whole.length(); cut++) {
            JoinsTest fresh = new JoinsTest();
            fresh.ask(2, true, true);
            fresh.calls.call(0).sink.write(whole.slice(0, cut).copy(), Usage.estimate(10, 1));
            fresh.calls.call(0).sink.write(whole.slice(cut, whole.length()).copy(), Usage.estimate(10, 1));
            fresh.end(0);
            fresh.calls.call(1).write(other);
            fresh.end(1);
            String text = fresh.sink.text.toString();
            expected = expected == null ? text : expected;
            assertEquals(expected, text, "cut at " + cut);
        }
        assertEquals(
                "größer",
                StreamInvariants.complete(String.valueOf(expected), "m", true)
                        .choice(0)
                        .content
                        .toString());
    }

    private static String document(int call, String usage) {
        return "{\"id\":\"id-" + call + "\",\"object\":\"chat.completion\",\"created\":" + (1000 + call)
                + ",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"text "
                + call + "\",\"big\":9007199254740993.0},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
                + usage
                + ",\"system_fingerprint\":\"fp-" + call + "\"}";
    }

    @Test
    void documentsBecomeOneInTheOrderOfTheirChoices() {
        ask(3, false, false);
        String usage = "{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}";
        for (int i : new int[] {2, 0, 1}) {
            calls.call(i).write(document(i, usage));
            assertEquals(0, sink.writes);
            end(i);
        }
        assertEquals(1, sink.writes);
        assertEquals(3, sink.text.toString().split("9007199254740993\\.0", -1).length - 1);
        JsonObject answer = new JsonObject(sink.text.toString());
        JsonArray choices = answer.getJsonArray("choices");
        assertEquals(3, choices.size());
        for (int i = 0; i < 3; i++) {
            JsonObject choice = choices.getJsonObject(i);
            assertEquals(i, choice.getInteger("index"));
            assertEquals("text " + i, choice.getJsonObject("message").getString("content"));
        }
        assertEquals("id-0", answer.getString("id"));
        assertEquals("fp-0", answer.getString("system_fingerprint"));
        assertEquals(
                new JsonObject("{\"prompt_tokens\":30,\"completion_tokens\":15,\"total_tokens\":45,"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":9}}"),
                answer.getJsonObject("usage"));
        assertEquals(Usage.reported(30, 15), sink.usage);
    }

    @Test
    void aDocumentThatIsNoneIsAFailure() {
        ask(2, false, false);
        calls.call(0).write("{\"choices\":[");
        calls.call(1).write(document(1, "null"));
        end(0);
        end(1);
        assertNotNull(sink.failure);
        assertEquals(Usage.reported(20, 10), sink.billed);
        assertEquals(0, sink.writes);
    }
}
