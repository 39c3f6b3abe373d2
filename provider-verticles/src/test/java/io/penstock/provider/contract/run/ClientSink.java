package io.penstock.provider.contract.run;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps all that a provider tells it, and holds it to its promises. Event loop only, but for the futures. */
public final class ClientSink implements AnswerSink {

    /** What one call came to. Exactly one of usage and failure is there. */
    public record Ended(
            String body,
            List<String> dropped,
            List<Usage> soFar,
            @Nullable Usage usage,
            @Nullable Failure failure,
            @Nullable Usage billed) {}

    private final CompletableFuture<Ended> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> filled = new CompletableFuture<>();
    private final Buffer body = Buffer.buffer();
    private final List<Usage> soFar = new ArrayList<>();
    private final long window;
    private @Nullable List<String> dropped;
    private Runnable drain = () -> {};
    private long unread;
    private boolean closed;

    public ClientSink() {
        this(Long.MAX_VALUE);
    }

    /** @param window so many unread bytes make it full */
    public ClientSink(long window) {
        this.window = window;
    }

    public CompletableFuture<Ended> ended() {
        return ended;
    }

    /** At the first write. */
    public CompletableFuture<Void> begun() {
        return begun;
    }

    /** Once it is full. */
    public CompletableFuture<Void> filled() {
        return filled;
    }

    public long unread() {
        return unread;
    }

    /** The client has read all. */
    public void read() {
        boolean wasFull = isFull();
        unread = 0;
        if (wasFull) {
            drain.run();
        }
    }

    @Override
    public void dropped(List<String> parameters) {
        check(!closed && body.length() == 0, "dropped too late");
        check(dropped == null, "dropped twice");
        check(!parameters.isEmpty(), "nothing dropped");
        dropped = List.copyOf(parameters);
    }

    @Override
    public void write(Buffer bytes, Usage usage) {
        check(!closed, "a write after the end");
        check(bytes.length() > 0, "an empty write");
        body.appendBuffer(bytes);
        soFar.add(usage);
        unread += bytes.length();
        begun.complete(null);
        if (isFull()) {
            filled.complete(null);
        }
    }

    @Override
    public boolean isFull() {
        return unread >= window;
    }

    @Override
    public void onDrain(Runnable handler) {
        drain = handler;
    }

    @Override
    public void end(Usage usage) {
        close(usage, null, null);
    }

    @Override
    public void fail(Failure failure, @Nullable Usage billed) {
        close(null, failure, billed);
    }

    private void close(@Nullable Usage usage, @Nullable Failure failure, @Nullable Usage billed) {
        check(!closed, "a second end");
        closed = true;
        List<String> left = dropped == null ? List.of() : dropped;
        ended.complete(
                new Ended(body.toString(StandardCharsets.UTF_8), left, List.copyOf(soFar), usage, failure, billed));
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            AssertionError broken = new AssertionError(what);
            ended.completeExceptionally(broken);
            throw broken;
        }
    }
}
