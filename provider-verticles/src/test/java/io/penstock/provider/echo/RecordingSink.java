package io.penstock.provider.echo;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what a provider writes; full after so many bytes until drained. Event loop only, but for the future. */
final class RecordingSink implements AnswerSink {

    /** All writes; fails where the sink is misused. */
    final CompletableFuture<Recorded> ended = new CompletableFuture<>();

    private final List<Buffer> writes = new ArrayList<>();
    private final List<Usage> usages = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final long window;
    private long unread;
    private Runnable drainHandler = () -> {};
    private boolean closed;

    RecordingSink(long window) {
        this.window = window;
    }

    /** @param usages as they stood with each write */
    record Recorded(
            List<String> writes,
            List<Usage> usages,
            @Nullable Usage usage,
            @Nullable Failure failure) {
        String text() {
            return String.join("", writes);
        }
    }

    int writeCount() {
        return writes.size();
    }

    long unread() {
        return unread;
    }

    /** The client has read all. */
    void drain() {
        boolean wasFull = isFull();
        unread = 0;
        if (wasFull) {
            drainHandler.run();
        }
    }

    @Override
    public void dropped(List<String> parameters) {
        checkOpen();
        if (!writes.isEmpty() || !dropped.isEmpty()) {
            ended.completeExceptionally(new AssertionError("told too late, or twice, of " + parameters));
        }
        dropped.addAll(parameters);
    }

    @Override
    public void write(Buffer bytes, Usage soFar) {
        checkOpen();
        if (bytes.length() == 0) {
            ended.completeExceptionally(new AssertionError("an empty write"));
        }
        writes.add(bytes);
        usages.add(soFar);
        unread += bytes.length();
    }

    @Override
    public boolean isFull() {
        return unread >= window;
    }

    @Override
    public void onDrain(Runnable handler) {
        drainHandler = handler;
    }

    @Override
    public void end(Usage usage) {
        checkOpen();
        close(usage, null);
    }

    @Override
    public void fail(Failure failure, @Nullable Usage billed) {
        checkOpen();
        close(billed, failure);
    }

    private void close(@Nullable Usage usage, @Nullable Failure failure) {
        closed = true;
        ended.complete(
                new Recorded(writes.stream().map(Buffer::toString).toList(), List.copyOf(usages), usage, failure));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the sink was closed before");
        }
    }
}
