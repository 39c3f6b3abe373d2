package io.penstock.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedUpstreamTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final ChatClient client = new ChatClient(upstream.port(), "sk-test");

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void answersInTheFormThatTheRequestAsksFor() {
        assertEquals("ok", client.chat("m", "hi").content());
        ChatStream stream = client.streamed(ChatClient.streamRequest("m", "hi"));
        assertEquals("ok", stream.content());
        assertEquals("stop", stream.finishReason());
    }

    @Test
    void queuedAnswersComeBeforeScriptsAndTheLastOfAScriptRepeats() {
        upstream.script("m", Answer.status(500, "{}"), Answer.completion("last"));
        upstream.queue(Answer.html(502));
        assertEquals(502, client.chat("m", "1").status());
        assertEquals(500, client.chat("m", "2").status());
        assertEquals("last", client.chat("m", "3").content());
        assertEquals("last", client.chat("m", "4").content());
        assertEquals(4, upstream.calls("m").size());
    }

    @Test
    void recordsRequestsByteForByte() {
        String body = "{\"model\":\"m\" , \"big\":9007199254740993,\"text\":\"\\u00e9\"}";
        assertEquals(200, client.post(body, "x-extra", "1").status());
        UpstreamCall call = upstream.awaitCall("m", SOON);
        assertEquals(body, call.text());
        assertEquals("/v1/chat/completions", call.uri());
        assertEquals("1", call.header("X-Extra"));
        assertEquals("Bearer sk-test", call.header("authorization"));
        Await.until("the answer to be over", call::isOver, SOON);
        assertFalse(call.isCancelled());
    }

    @Test
    void aGateHoldsTheNextChunkBack() {
        Gate gate = new Gate();
        upstream.script(
                "m",
                Answer.stream()
                        .role()
                        .content("a")
                        .await(gate)
                        .content("b")
                        .finish("stop")
                        .done());
        try (SseClient stream = client.stream("m", "hi")) {
            assertEquals(2, stream.readUntil(SseEvent::hasContent, SOON).size());
            assertThrows(AssertionError.class, () -> stream.next(Duration.ofMillis(50)));
            gate.open();
            assertEquals(3, stream.rest(SOON).size());
            assertFalse(stream.wasCut());
        }
    }

    @Test
    void seesWhenTheClientLeaves() {
        upstream.script("silent", Answer.silent());
        upstream.script("open", Answer.stream().role().content("a").thenHold());
        RawHttp waiting = client.start(ChatClient.request("silent", "hi"));
        UpstreamCall silent = upstream.awaitCall("silent", SOON);
        assertFalse(silent.isCancelled());
        Duration wait = silent.awaitCancelled(waiting.leave(), SOON);
        assertTrue(wait.compareTo(Duration.ofSeconds(1)) < 0, () -> "cancel seen only after " + wait);

        SseClient stream = client.stream("open", "hi");
        List<SseEvent> seen = stream.readUntil(SseEvent::hasContent, SOON);
        assertEquals(2, seen.size());
        Duration afterReset = upstream.awaitCall("open", SOON).awaitCancelled(stream.abort(), SOON);
        assertTrue(afterReset.compareTo(Duration.ofSeconds(1)) < 0, () -> "reset seen only after " + afterReset);
    }

    @Test
    void truncatesStreamsAndPlainAnswers() {
        upstream.script(
                "stream", Answer.stream().role().content("a").content("b").cutAt(250));
        upstream.script("cut", Answer.stream().role().content("a").thenCut());
        upstream.script("plain", Answer.truncatedAt(5, "{\"some\":\"json\"}"));
        try (SseClient stream = client.stream("stream", "hi")) {
            assertThrows(AssertionError.class, () -> stream.rest(SOON));
            assertTrue(stream.wasCut());
        }
        try (SseClient stream = client.stream("cut", "hi")) {
            assertEquals(2, stream.rest(SOON).size());
            assertTrue(stream.wasCut());
        }
        assertThrows(UncheckedIOException.class, () -> client.chat("plain", "hi"));
        assertFalse(upstream.awaitCall("cut", SOON).isCancelled(), "the upstream itself closed it");
    }

    @Test
    void writesRawBytesPastTheEncoder() {
        upstream.queue(Answer.raw("HTTP/1.1 299 Odd\r\ncontent-length: 2\r\n\r\nhi"));
        HttpAnswer answer = client.chat("m", "hi");
        assertEquals(299, answer.status());
        assertEquals("hi", answer.text());
        upstream.queue(Answer.hangUp());
        assertThrows(UncheckedIOException.class, () -> client.chat("m", "hi"));
    }

    @Test
    void aFloodWaitsForItsReader() {
        long size = 20_000_000;
        upstream.script("m", Answer.flood(size));
        try (SseClient slow = client.slowStream(ChatClient.streamRequest("m", "hi"))) {
            UpstreamCall call = upstream.awaitCall("m", SOON);
            assertEquals("ok", client.chat("other", "hi").content());
            assertTrue(call.bytesWritten() < size, "a flood that nobody reads was written whole");
            List<SseEvent> all = slow.rest(SOON);
            assertTrue(all.get(all.size() - 1).isDone());
            assertTrue(call.bytesWritten() >= size);
        }
    }

    @Test
    void smallPiecesJoinToTheSameStream() {
        upstream.script(
                "m", Answer.stream().role().content("häß").finish("stop").done().inPiecesOf(1));
        assertEquals("häß", client.streamed(ChatClient.streamRequest("m", "hi")).content());
    }

    @Test
    void aCrowdGetsAllItsAnswers() {
        try (Crowd crowd = new Crowd()) {
            String body = new JsonObject().put("model", "m").encode();
            List<HttpAnswer> answers =
                    crowd.post(100, List.of(upstream.port()), "/v1/chat/completions", body, SOON, "x-n", "1");
            assertEquals(100, answers.size());
            assertTrue(answers.stream().allMatch(answer -> answer.status() == 200));
        }
        assertEquals(100, upstream.calls("m").size());
        assertArrayEquals(
                upstream.calls().get(0).body(), upstream.calls().get(99).body());
    }
}
