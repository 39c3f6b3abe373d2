package io.penstock.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.http.Endpoint;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ScriptedUpstream;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider with room for two calls at once. */
class FullPoolIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Deadlines DEADLINES = new Deadlines(300, 20_000, 20_000, 20_000);

    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final OpenAiProvider provider = provider(upstream.baseUrl());

    @AfterEach
    void close() {
        vertx.close().await();
        upstream.close();
    }

    /** Completes with the failure, or with null at a good end. */
    private static final class Sink extends CompletableFuture<@Nullable Failure> implements AnswerSink {
        @Override
        public void dropped(List<String> parameters) {}

        @Override
        public void write(Buffer bytes, Usage soFar) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrain(Runnable handler) {}

        @Override
        public void end(Usage usage) {
            complete(null);
        }

        @Override
        public void fail(Failure failure, @Nullable Usage billed) {
            complete(failure);
        }
    }

    @Test
    void aCallThatFindsNoPlaceIsNotTheProvidersFault() throws Exception {
        upstream.script("slow", Answer.silent());
        Call first = call("slow", new Sink());
        call("slow", new Sink());
        assertTrue(onLoop(provider::isFull));
        Sink third = new Sink();
        call("m", third);
        Failure failure = third.get(10, TimeUnit.SECONDS);
        assertEquals(Failure.Cause.PENSTOCK, failure == null ? null : failure.cause());
        assertEquals("overloaded", failure == null ? null : failure.error().code());
        loop.runOnContext(v -> first.cancel());
        Await.until("a free place", () -> !onLoop(provider::isFull), SOON);
        Sink fourth = new Sink();
        call("m", fourth);
        assertEquals(null, fourth.get(10, TimeUnit.SECONDS));
    }

    @Test
    void everyEndOfACallMakesRoom() throws Exception {
        List<Answer> ends = List.of(
                Answer.completion("all"),
                Answer.error(500, "broke", "oops"),
                Answer.hangUp(),
                Answer.stream().role().content("some").thenCut(),
                Answer.stream().role().content("all").finish("stop").done().thenHold(),
                Answer.rawThenHold("HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\n{\"error\""));
        for (Answer end : ends) {
            upstream.script("m", end);
            for (int i = 0; i < 2; i++) {
                Sink sink = new Sink();
                call("m", sink);
                Failure unused = sink.get(10, TimeUnit.SECONDS);
            }
            awaitEmpty();
        }
        OpenAiProvider nobody = provider("http://127.0.0.1:1/v1");
        for (int i = 0; i < 3; i++) {
            Sink sink = new Sink();
            call(nobody, "m", sink);
            Failure failure = sink.get(10, TimeUnit.SECONDS);
            assertEquals(Failure.Cause.PROVIDER, failure == null ? null : failure.cause());
        }
        upstream.script("m", Answer.completion("all"));
        for (int i = 0; i < 3; i++) {
            Call early = call("m", new Sink());
            loop.runOnContext(v -> early.cancel());
            awaitEmpty();
        }
    }

    /** Two more calls find a place. */
    private void awaitEmpty() {
        Await.until(
                "room for two",
                () -> onLoop(() -> {
                    if (provider.isFull()) {
                        return false;
                    }
                    Call probe = provider.call(request("m"), new Sink());
                    boolean room = !provider.isFull();
                    probe.cancel();
                    return room;
                }),
                SOON);
    }

    @CanIgnoreReturnValue
    private Call call(String model, Sink sink) {
        return call(provider, model, sink);
    }

    @CanIgnoreReturnValue
    private Call call(OpenAiProvider to, String model, Sink sink) {
        return onLoop(() -> to.call(request(model), sink));
    }

    private <T> T onLoop(Supplier<T> action) {
        Promise<T> result = Promise.promise();
        loop.runOnContext(v -> result.complete(action.get()));
        return result.future().await();
    }

    private OpenAiProvider provider(String url) {
        ApiKeys none = new ApiKeys("up", List.of(), () -> {}, null);
        ProviderConfig config = ProviderConfig.of(ProviderType.OPENAI, URI.create(url), List.of());
        return new OpenAiProvider(vertx, "up", config, none, new Endpoint(vertx, URI.create(url), 2));
    }

    private static ChatCall request(String model) {
        byte[] body = ("{\"model\":\"" + model
                        + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        return new ChatCall(body, ChatRequestReader.read(body), 7, model, DEADLINES);
    }
}
