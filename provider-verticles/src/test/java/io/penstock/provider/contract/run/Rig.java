package io.penstock.provider.contract.run;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.WireForm;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.worker.WorkerProviders;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.shared.config.model.OnUnsupported;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.testkit.Answer;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.UpstreamCall;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One provider as a worker instance has it, on its own event loop, before a scripted server. */
public final class Rig implements AutoCloseable {

    /** What the gateway counted of every prompt. */
    public static final long PROMPT_TOKENS = 29;

    private static final Deadlines DEADLINES = new Deadlines(5_000, 30_000, 30_000, 30_000);

    private final WireForm form;
    private final ScriptedUpstream upstream = ScriptedUpstream.start();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private Provider provider;

    public Rig(WireForm form) {
        this.form = form;
        this.provider = create(OnUnsupported.DROP);
    }

    /** From now on a provider that has seen nothing yet. */
    public void renew(OnUnsupported onUnsupported) {
        var unused = onLoop(provider::close);
        provider = create(onUnsupported);
    }

    private Provider create(OnUnsupported onUnsupported) {
        ProviderConfig config = form.config(URI.create(upstream.root())).withOnUnsupported(onUnsupported);
        return WorkerProviders.create(vertx, "up", config);
    }

    /** The one call, from beginning to end. */
    public Exchange run(Ask ask, boolean stream, Answer answer) {
        upstream.reset();
        upstream.queue(answer);
        ClientSink sink = new ClientSink();
        var unused = start(ask, stream, sink);
        ClientSink.Ended ended = await(sink.ended());
        List<UpstreamCall> calls = upstream.calls();
        if (calls.size() > 1) {
            throw new AssertionError("more than one request: " + calls.size());
        }
        return new Exchange(form, ended, calls.isEmpty() ? null : calls.get(0));
    }

    public Call start(Ask ask, boolean stream, ClientSink sink) {
        return onLoop(() -> provider.call(call(ask, stream), sink));
    }

    public ChatCall call(Ask ask, boolean stream) {
        byte[] body = ask.bytes(stream);
        return new ChatCall(body, ChatRequestReader.read(body), PROMPT_TOKENS, form.model(), DEADLINES);
    }

    public ScriptedUpstream upstream() {
        return upstream;
    }

    public <T> T onLoop(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(v -> {
            try {
                done.complete(action.get());
            } catch (Throwable broken) {
                done.completeExceptionally(broken);
            }
        });
        return await(done);
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the call does not end as it should", e);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
        upstream.close();
    }

    /**
     * One call and what became of it.
     *
     * @param upstream the provider's request; null where none was sent
     */
    public record Exchange(
            WireForm form, ClientSink.Ended ended, @Nullable UpstreamCall upstream) {

        public SentRequest sent() {
            assertNotNull(upstream, () -> "nothing was sent: " + ended.failure());
            return form.read(upstream);
        }

        public Reply reply(boolean stream) {
            assertNull(ended.failure(), () -> "failed: " + ended);
            return stream ? Reply.streamed(ended.body(), true) : Reply.plain(ended.body());
        }

        public Failure failure() {
            Failure failure = ended.failure();
            assertNotNull(failure, () -> "no failure: " + ended);
            return failure;
        }
    }
}
