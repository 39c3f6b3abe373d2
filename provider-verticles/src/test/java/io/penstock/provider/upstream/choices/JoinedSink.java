package io.penstock.provider.upstream.choices;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told, and fails at what no sink may be told. Its loop's, but for the volatile fields. */
final class JoinedSink implements AnswerSink {

    final StringBuffer text = new StringBuffer();
    final List<String> dropped = new ArrayList<>();
    volatile int writes;
    volatile @Nullable Usage soFar;
    volatile @Nullable Usage usage;
    volatile @Nullable Usage billed;
    volatile @Nullable Failure failure;
    /** Bytes that it takes until it is full. */
    volatile long room = Long.MAX_VALUE;

    private volatile Runnable drained = () -> {};

    boolean isOver() {
        return usage != null || failure != null;
    }

    /** The client has read on. */
    void makeRoom(long bytes) {
        room = bytes;
        drained.run();
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    @Override
    public void dropped(List<String> parameters) {
        check(writes == 0 && dropped.isEmpty() && !isOver(), "told too late, or twice");
        dropped.addAll(parameters);
    }

    @Override
    public void write(Buffer bytes, Usage known) {
        check(!isOver(), "a write after the end");
        check(bytes.length() > 0, "an empty write");
        text.append(bytes);
        room -= bytes.length();
        soFar = known;
        writes++;
    }

    @Override
    public boolean isFull() {
        return room <= 0;
    }

    @Override
    public void onDrain(Runnable handler) {
        drained = handler;
    }

    @Override
    public void end(Usage total) {
        check(!isOver(), "a second end");
        usage = total;
    }

    @Override
    public void fail(Failure cause, @Nullable Usage known) {
        check(!isOver(), "a second end");
        billed = known;
        failure = cause;
    }
}
