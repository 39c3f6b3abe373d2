package io.penstock.provider.upstream.choices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.openai.OpenAiProvider;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.Gate;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.StreamInvariants;
import io.penstock.testkit.UpstreamCall;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several choices of a provider that gives one, over real connections, with the sink in the test's hands. */
class CallPerChoiceIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final CallPerChoice provider = new CallPerChoice(new OpenAiProvider(
            vertx,
            "up",
            ProviderConfig.of(ProviderType.OPENAI, URI.create(upstream.baseUrl()), List.of()),
            new ApiKeys("up", List.of(), () -> {}, null)));
    private final JoinedSink sink = new JoinedSink();

    @AfterEach
    void close() {
        vertx.close().await();
        upstream.close();
    }

    @CanIgnoreReturnValue
    private Call ask(int choices, boolean stream) {
        String options = stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
        byte[] body = ("{\"model\":\"m\",\"stream\":" + stream + ",\"n\":" + choices + options
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .getBytes(UTF_8);
        ChatCall request =
                new ChatCall(body, ChatRequestReader.read(body), 7, "m", new Deadlines(2000, 20_000, 20_000, 20_000));
        Promise<Call> started = Promise.promise();
        loop.runOnContext(v -> started.complete(provider.call(request, sink)));
        return started.future().await();
    }

    private void awaitEnd() {
        Await.until(() -> "the end; it wrote " + sink.text, sink::isOver, SOON);
    }

    private void awaitText(String text) {
        Await.until(() -> text + " in " + sink.text, () -> sink.text.toString().contains(text), SOON);
    }

    private StreamInvariants.Answer answer() {
        awaitEnd();
        return StreamInvariants.complete(sink.text.toString(), "m", true);
    }

    @Test
    void streamsAllChoicesAsTheyCome() {
        Gate first = new Gate();
        Gate second = new Gate();
        upstream.queue(
                Answer.stream()
                        .role()
                        .content("a1")
                        .await(second)
                        .content("a2")
                        .finish("stop")
                        .usage(7, 3)
                        .done(),
                Answer.stream()
                        .role()
                        .await(first)
                        .content("b1")
                        .finish("length")
                        .usage(7, 4)
                        .done());
        ask(2, true);
        awaitText("a1");
        first.open();
        awaitText("b1");
        assertFalse(sink.text.toString().contains("a2"), sink.text::toString);
        second.open();
        StreamInvariants.Answer answer = answer();
        // Which of the two connections comes first is a matter of chance.
        Set<String> contents = answer.choices.values().stream()
                .map(choice -> choice.content + " " + choice.finishReason)
                .collect(Collectors.toSet());
        assertEquals(Set.of("a1a2 stop", "b1 length"), contents);
        assertEquals(14, answer.usage.path("prompt_tokens").asLong());
        assertEquals(7, answer.usage.path("completion_tokens").asLong());
        assertEquals(Usage.reported(14, 7), sink.usage);
    }

    @Test
    void theProviderIsNeverAskedForSeveral() {
        ask(3, false);
        awaitEnd();
        assertEquals(3, upstream.calls("m").size());
        for (UpstreamCall call : upstream.calls("m")) {
            assertFalse(call.json().containsKey("n"), call::text);
        }
    }

    @Test
    void plainAnswersBecomeOne() {
        upstream.queue(
                Answer.completion("one", 7, 3), Answer.completion("two", 7, 4), Answer.completion("three", 7, 5));
        ask(3, false);
        awaitEnd();
        JsonObject answer = new JsonObject(sink.text.toString());
        Set<String> contents = answer.getJsonArray("choices").stream()
                .map(choice -> ((JsonObject) choice).getJsonObject("message").getString("content"))
                .collect(Collectors.toSet());
        assertEquals(Set.of("one", "two", "three"), contents);
        assertEquals(33, answer.getJsonObject("usage").getInteger("total_tokens"));
        assertEquals(Usage.reported(21, 12), sink.usage);
    }

    @Test
    void aFailureOfOneEndsTheOthersAtTheirProvider() {
        Gate gate = new Gate();
        upstream.queue(
                Answer.stream().role().content("twelve bytes").thenHold(),
                Answer.stream().role().content("twelve bytes").thenHold(),
                Answer.after(gate, Answer.error(500, "it broke", "x")));
        ask(3, true);
        Await.until(() -> "content of two in " + sink.text, () -> sink.writes >= 2, SOON);
        gate.open();
        awaitEnd();
        Failure failure = sink.failure;
        assertNotNull(failure);
        assertEquals(502, failure.error().status());
        // What the third would have cost is nothing: it was refused with an error's status.
        assertEquals(Usage.estimate(14, 6), sink.billed);
        awaitCancelled(2);
        assertFalse(sink.text.toString().contains("[DONE]"), sink.text::toString);
    }

    @Test
    void aFailureBeforeAnyContentLeavesRoomForAnotherTarget() {
        upstream.script("m", Answer.error(429, "slow down", "rpm", "retry-after", "7"));
        ask(2, true);
        awaitEnd();
        Failure failure = sink.failure;
        assertNotNull(failure);
        assertEquals(429, failure.error().status());
        assertEquals(7000, failure.error().retryAfterMillis());
        assertEquals(0, sink.writes);
        // The other one was under way, or refused too: that is a matter of chance.
        Usage billed = sink.billed;
        assertTrue(billed == null || billed.equals(Usage.estimate(7, 0)), () -> "billed " + billed);
    }

    @Test
    void cancelEndsAllAtTheirProvider() {
        upstream.script("m", Answer.stream().role().content("some").thenHold());
        Call call = ask(3, true);
        Await.until(() -> "content of three in " + sink.text, () -> sink.writes >= 3, SOON);
        loop.runOnContext(v -> call.cancel());
        awaitCancelled(3);
        assertFalse(sink.isOver());
    }

    @Test
    void aSlowClientHoldsAllBackAndGetsAllInTheEnd() {
        long bytes = 24_000_000; // more than sockets hold
        upstream.script("m", Answer.flood(bytes));
        sink.room = 64 * 1024;
        ask(2, true);
        Await.until("a full client", sink::isFull, SOON);
        long[] before = {-1};
        // What they still send once nobody reads fits into sockets: it stops.
        Await.until(
                "providers that wait",
                () -> {
                    long now = sent();
                    boolean stands = now == before[0];
                    before[0] = now;
                    after(300);
                    return stands && now == sent();
                },
                SOON);
        assertTrue(before[0] < bytes, before[0] + " bytes sent");
        // The client's room, and what each call had read when it was full.
        assertTrue(sink.text.length() < 64 * 1024 + 2 * 64 * 1024, sink.text.length() + " bytes taken");
        while (!sink.isOver()) {
            loop.runOnContext(v -> sink.makeRoom(8_000_000));
            Await.until("a full client, or the end", () -> sink.isFull() || sink.isOver(), SOON);
        }
        StreamInvariants.Answer answer = answer();
        for (int i = 0; i < 2; i++) {
            assertTrue(answer.choice(i).content.length() > 20_000_000);
        }
    }

    /** Each has as much to say, and the client takes little at a time: none is far ahead of the others. */
    @Test
    void aSlowClientReadsAllAlike() {
        upstream.script("m", Answer.flood(3_000_000));
        sink.room = 1;
        ask(4, true);
        long end = 2_000_000;
        while (sink.text.length() < end) {
            Await.until("a full client", sink::isFull, SOON);
            loop.runOnContext(v -> sink.makeRoom(16 * 1024));
            Await.until("room", () -> sink.isFull() || sink.room > 0, SOON);
        }
        String text = sink.text.toString();
        for (int i = 0; i < 4; i++) {
            long chunks = text.split("\"index\":" + i, -1).length - 1;
            assertTrue(chunks * 1200 > end / 10, "choice " + i + " has " + chunks + " chunks");
        }
    }

    private void awaitCancelled(int count) {
        Await.until(
                () -> count + " calls given up",
                () -> upstream.calls("m").stream()
                                .filter(UpstreamCall::isCancelled)
                                .count()
                        == count,
                SOON);
    }

    private long sent() {
        return upstream.calls("m").stream()
                .mapToLong(UpstreamCall::bytesWritten)
                .sum();
    }

    private void after(long millis) {
        vertx.timer(millis).await();
    }

    @Test
    void anAnswerThatBreaksOffIsNoSuccess() {
        upstream.queue(
                Answer.completion("whole"),
                Answer.stream().data(Chunks.content("m", "half")).thenCut());
        ask(2, true);
        awaitEnd();
        Failure failure = sink.failure;
        assertNotNull(failure);
        assertEquals("upstream_truncated", failure.error().code());
    }
}
