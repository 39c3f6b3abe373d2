package io.penstock.provider.upstream.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.openai.OpenAiProvider;
import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.Gate;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.StreamAnswer;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a scripted provider over real connections, with the sink in the test's hands. */
class HttpCallIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Deadlines PATIENT = new Deadlines(2000, 20_000, 20_000, 20_000);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final OpenAiProvider provider = new OpenAiProvider(
            vertx, "up", new ProviderConfig("openai", URI.create(upstream.baseUrl()), List.of(), null, 1));

    @AfterEach
    void close() {
        vertx.close().await();
        upstream.close();
    }

    /** Takes everything, and is full when it is told to be. Its loop's, but for the volatile fields. */
    private static final class Sink implements AnswerSink {
        final Buffer text = Buffer.buffer();
        volatile boolean full;
        volatile int writes;
        volatile @Nullable Usage usage;
        volatile @Nullable Failure failure;
        private volatile Runnable drained = () -> {};

        boolean isOver() {
            return usage != null || failure != null;
        }

        void drain() {
            full = false;
            drained.run();
        }

        @Override
        public void write(Buffer bytes) {
            text.appendBuffer(bytes);
            writes++;
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void onDrain(Runnable handler) {
            drained = handler;
        }

        @Override
        public void end(Usage total) {
            usage = total;
        }

        @Override
        public void fail(Failure cause) {
            failure = cause;
        }
    }

    @Test
    void anIdleDeadlineAfterTheFinishIsNoFailure() {
        upstream.script(
                "m", Answer.stream().role().content("all").finish("stop").thenHold());
        Sink sink = new Sink();
        call("m", true, sink, new Deadlines(2000, 20_000, 300, 20_000));
        awaitEnd(sink);
        assertEquals(null, sink.failure);
        assertTrue(sink.text.toString().endsWith("data: [DONE]\n\n"), sink.text::toString);
    }

    @Test
    void whatFollowsTheFinishIsNotGivenUpWhileTheClientHoldsItBack() {
        Gate rest = new Gate();
        upstream.script(
                "m",
                Answer.stream()
                        .raw("data: " + Chunks.content("m", "some") + "\n\ndata: " + Chunks.finish("m", "stop")
                                + "\n\n")
                        .await(rest)
                        .usage(70, 30)
                        .done());
        Sink sink = new Sink();
        sink.full = true;
        call("m", true, sink, PATIENT);
        Await.until(() -> "content and finish", () -> sink.writes > 0, SOON);
        rest.open();
        after(2500); // longer than the 2 s that a provider gets for it
        loop.runOnContext(v -> sink.drain());
        awaitEnd(sink);
        assertEquals(Usage.reported(70, 30), sink.usage);
    }

    @Test
    void anErrorWhoseBodyDoesNotComeIsReportedByItsStatus() {
        upstream.script(
                "m",
                Answer.rawThenHold("HTTP/1.1 429 Too Many\r\ncontent-length: 100\r\nretry-after: 7\r\n\r\n{\"error\""));
        Sink sink = new Sink();
        call("m", false, sink, PATIENT);
        awaitEnd(sink);
        Failure failure = sink.failure;
        assertNotNull(failure);
        assertEquals(429, failure.error().status());
        assertEquals(7000, failure.error().retryAfterMillis());
    }

    /** The provider has sent all, and its connection is free again, while the last of it waits for a slow client. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 13, 14, 15, 16, 17, 18, 19, 20, 30})
    void aCallThatIsCancelledWithATailUnreadLeavesItsConnectionFit(int tail) {
        StreamAnswer answer = Answer.stream();
        for (int i = 0; i < tail; i++) {
            answer.content("x");
        }
        upstream.script("slow", answer);
        Sink slow = new Sink();
        slow.full = true;
        Call call = call("slow", true, slow, PATIENT);
        Await.until(() -> "some content", () -> slow.writes > 0, SOON);
        Await.until(() -> "the upstream's end", () -> upstream.running("slow") == 0, SOON);
        after(50); // for what is still on its way
        Sink next = new Sink();
        loop.runOnContext(v -> call.cancel());
        upstream.script("next", Answer.completion("fine"));
        call("next", false, next, PATIENT);
        awaitEnd(next);
        assertEquals(null, next.failure);
    }

    @CanIgnoreReturnValue
    private Call call(String model, boolean stream, Sink sink, Deadlines deadlines) {
        byte[] body = ("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .getBytes(UTF_8);
        Promise<Call> started = Promise.promise();
        loop.runOnContext(v -> started.complete(
                provider.call(new ChatCall(body, ChatRequestReader.read(body), 7, model, deadlines), sink)));
        return started.future().await();
    }

    private void after(long millis) {
        Promise<Void> later = Promise.promise();
        vertx.setTimer(millis, timer -> later.complete());
        later.future().await();
    }

    private static void awaitEnd(Sink sink) {
        Await.until(() -> "the call's end; it wrote " + sink.text, sink::isOver, SOON);
    }
}
