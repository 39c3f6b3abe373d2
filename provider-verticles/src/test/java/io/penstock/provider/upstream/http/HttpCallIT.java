package io.penstock.provider.upstream.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.openai.OpenAiProvider;
import io.penstock.provider.upstream.AnswerSink;
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
import io.penstock.testkit.StreamAnswer;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a scripted provider over real connections, with the sink in the test's hands. */
class HttpCallIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Deadlines PATIENT = new Deadlines(2000, 20_000, 20_000, 20_000);
    private static final Deadlines IMPATIENT = new Deadlines(2000, 300, 300, 20_000);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final OpenAiProvider provider = provider(upstream.baseUrl());

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
        volatile @Nullable Usage soFar;
        volatile @Nullable Usage usage;
        volatile @Nullable Usage billed;
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
        public void dropped(List<String> parameters) {}

        @Override
        public void write(Buffer bytes, Usage known) {
            text.appendBuffer(bytes);
            soFar = known;
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
        public void fail(Failure cause, @Nullable Usage known) {
            billed = known;
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

    static List<Arguments> failuresThatCostNothing() {
        return List.of(
                arguments("an error's status", true, Answer.error(500, "broke", "oops")),
                arguments("an error's status", false, Answer.error(429, "slow down", "oops")),
                arguments("a redirect", false, Answer.status(302, "", "location", "/elsewhere")),
                arguments(
                        "an error's status without its body",
                        true,
                        Answer.rawThenHold("HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\n{\"error\"")),
                arguments(
                        "an error in the place of a stream",
                        true,
                        Answer.stream().role().data(Chunks.error("busy", "overloaded", null, null))),
                arguments("an error as a document", true, Answer.json(Chunks.error("busy", "overloaded", null, null))),
                arguments(
                        "an error as the answer", false, Answer.json(Chunks.error("busy", "overloaded", null, null))));
    }

    @ParameterizedTest(name = "{0}, stream: {1}")
    @MethodSource("failuresThatCostNothing")
    void whereTheProviderAnswersWithAnErrorNothingIsBilled(String what, boolean stream, Answer answer) {
        upstream.script("m", answer);
        assertNull(failed(stream, IMPATIENT).billed, what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/v1", "https://127.0.0.1:%d/v1", "http://no-such-host.invalid/v1"})
    void whereNoConnectionIsHadNothingIsBilled(String url) {
        OpenAiProvider unreachable = provider(String.format(url, upstream.port()));
        Sink sink = new Sink();
        call(unreachable, "m", true, sink, PATIENT);
        awaitEnd(sink);
        assertNull(sink.billed);
    }

    static List<Arguments> failuresThatCost() {
        Usage prompt = Usage.estimate(7, 0);
        Usage some = Usage.estimate(7, 3);
        String document = Chunks.completion("m", "twelve bytes");
        return List.of(
                arguments("provider_timeout", true, prompt, Answer.silent()),
                arguments(
                        "provider_timeout",
                        true,
                        prompt,
                        Answer.stream().headers().thenHold()),
                arguments("provider_timeout", true, some, twelveBytes().thenHold()),
                arguments("provider_unreachable", true, prompt, Answer.hangUp()),
                arguments("provider_unreachable", false, prompt, Answer.hangUp()),
                arguments(
                        "upstream_truncated",
                        true,
                        prompt,
                        Answer.stream().headers().role().thenCut()),
                arguments("upstream_truncated", true, some, twelveBytes().thenCut()),
                arguments("upstream_truncated", true, some, twelveBytes()),
                arguments("upstream_truncated", true, some, twelveBytes().done()),
                arguments("upstream_truncated", false, Usage.estimate(7, 10), Answer.truncatedAt(40, document)),
                arguments("upstream_malformed", true, prompt, Answer.stream().data("{nonsense")),
                arguments("upstream_malformed", true, some, twelveBytes().data("{nonsense")),
                arguments("upstream_malformed", false, prompt, Answer.html(200)),
                arguments("overloaded", true, some, twelveBytes().data(Chunks.error("busy", "x", null, "overloaded"))),
                arguments(
                        "upstream_truncated",
                        true,
                        Usage.reported(70, 30),
                        twelveBytes().usage(70, 30).thenCut()),
                arguments(
                        "overloaded",
                        true,
                        Usage.reported(70, 30),
                        twelveBytes()
                                .data("{\"error\":{\"message\":\"busy\",\"code\":\"overloaded\"},"
                                        + "\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":30}}")));
    }

    @ParameterizedTest(name = "{0}, stream: {1}, {2}")
    @MethodSource("failuresThatCost")
    void whatFailsAfterTheProviderHadTheRequestCostsWhatIsKnown(
            String code, boolean stream, Usage billed, Answer answer) {
        upstream.script("m", answer);
        Sink sink = failed(stream, IMPATIENT);
        assertEquals(code, Objects.requireNonNull(sink.failure).error().code());
        assertEquals(billed, sink.billed);
    }

    @Test
    void aRequestThatIsNotSentCostsNothing() {
        Promise<Boolean> free = Promise.promise();
        loop.runOnContext(v -> {
            Call call = provider.call(request("m", true, PATIENT), new Sink());
            call.cancel();
            free.complete(call.billed() == null);
        });
        assertTrue(free.future().await());
    }

    /** As Perplexity counts, and vLLM where it is asked to. */
    @Test
    void aCancelledStreamCostsWhatTheProviderCountedLast() {
        StreamAnswer counting = Answer.stream();
        for (int i = 1; i <= 3; i++) {
            counting.data(counted("a word or two", 5, i));
        }
        upstream.script("m", counting.thenHold());
        Sink sink = new Sink();
        Call call = call("m", true, sink, PATIENT);
        Await.until(() -> "the last count", () -> Usage.reported(5, 3).equals(sink.soFar), SOON);
        Promise<Usage> billed = Promise.promise();
        loop.runOnContext(v -> {
            call.cancel();
            billed.complete(call.billed());
        });
        assertEquals(Usage.reported(5, 3), billed.future().await());
    }

    @Test
    void aTruncatedStreamCostsWhatTheProviderCountedLast() {
        upstream.script(
                "m",
                Answer.stream()
                        .data(counted("a word or two", 5, 1))
                        .data(counted("a word or two", 5, 2))
                        .thenCut());
        assertEquals(Usage.reported(5, 2), failed(true, PATIENT).billed);
    }

    private static StreamAnswer twelveBytes() {
        return Answer.stream().role().content("twelve bytes");
    }

    private static String counted(String text, int prompt, int completion) {
        String chunk = Chunks.content("m", text);
        return chunk.substring(0, chunk.length() - 1) + ",\"usage\":{\"prompt_tokens\":" + prompt
                + ",\"completion_tokens\":" + completion + ",\"total_tokens\":" + (prompt + completion) + "}}";
    }

    private Sink failed(boolean stream, Deadlines deadlines) {
        Sink sink = new Sink();
        call("m", stream, sink, deadlines);
        awaitEnd(sink);
        assertNotNull(sink.failure);
        return sink;
    }

    private OpenAiProvider provider(String url) {
        ApiKeys none = new ApiKeys("up", List.of(), () -> {}, null);
        ProviderConfig config = ProviderConfig.of(ProviderType.OPENAI, URI.create(url), List.of());
        return new OpenAiProvider(vertx, "up", config, none);
    }

    private static ChatCall request(String model, boolean stream, Deadlines deadlines) {
        byte[] body = ("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .getBytes(UTF_8);
        return new ChatCall(body, ChatRequestReader.read(body), 7, model, deadlines);
    }

    @CanIgnoreReturnValue
    private Call call(String model, boolean stream, Sink sink, Deadlines deadlines) {
        return call(provider, model, stream, sink, deadlines);
    }

    @CanIgnoreReturnValue
    private Call call(OpenAiProvider to, String model, boolean stream, Sink sink, Deadlines deadlines) {
        Promise<Call> started = Promise.promise();
        loop.runOnContext(v -> started.complete(to.call(request(model, stream, deadlines), sink)));
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
