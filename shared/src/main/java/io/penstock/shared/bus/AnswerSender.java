package io.penstock.shared.bus;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The worker's end of a stream: cuts the answer into frames, numbers them, and sends no more bytes
 * than the gateway granted. What is over waits here, in order; its writer is expected to stop while
 * {@link #isFull()}. Belongs to the worker's event loop.
 */
public final class AnswerSender {

    private static final Buffer NOTHING = Buffer.buffer();

    private final long stream;
    private final Consumer<Frame.Answer> out;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private long granted;
    private long sent;
    private int sequence;
    private boolean closed;
    private @Nullable Runnable drained;
    /** As the writer knew it last; no frame that tells it is sent before the first write or end sets it. */
    private Usage usage = Usage.estimate(0, 0);

    private boolean ended;
    private @Nullable Failure failure;
    private @Nullable Usage billed;

    /** @param credit bytes that may be sent before the first grant */
    public AnswerSender(long stream, long credit, Consumer<Frame.Answer> out) {
        this.stream = stream;
        this.granted = credit;
        this.out = out;
    }

    public void onDrain(Runnable handler) {
        drained = handler;
    }

    /**
     * Tells at once which parameters of the request the provider lacks. Counts once, and only before the
     * first write or end; a list without names tells nothing.
     */
    public void dropped(List<String> parameters) {
        boolean begun = sequence > 0 || !waiting.isEmpty();
        Frame.Head head = new Frame.Head(stream, sequence, parameters);
        if (!closed && !begun && !head.dropped().isEmpty()) {
            sequence++;
            out.accept(head);
        }
    }

    /**
     * Takes the bytes for sending, now or when credit comes. Dropped once the stream is closed.
     *
     * @param soFar usage of the answer up to these bytes; goes out with them and all that still wait
     */
    public void write(Buffer bytes, Usage soFar) {
        if (!closed && bytes.length() > 0) {
            usage = soFar;
            waiting.add(bytes);
            pump();
        }
    }

    /** Ends the answer with what was written. */
    public void end(Usage total) {
        end(NOTHING, total);
    }

    /**
     * Ends the answer once all that was written is sent. Only the first {@code end} or {@code fail} counts.
     *
     * @param last bytes of it that were not written before; they go out with its end
     */
    public void end(Buffer last, Usage total) {
        if (!ended && failure == null) {
            ended = true;
            usage = total;
            if (!closed && last.length() > 0) {
                waiting.add(last);
            }
            pump();
        }
    }

    /**
     * Like {@link #end}: what was written before is delivered first, so that the client sees all that came.
     *
     * @param billed null where the provider can have billed nothing
     */
    public void fail(Failure cause, @Nullable Usage billed) {
        if (!ended && failure == null) {
            failure = cause;
            this.billed = billed;
            pump();
        }
    }

    /**
     * Like {@link #fail}, but what waits for a slow client is dropped: for an end that cannot wait. An
     * end that waits behind it is taken back, since the answer is not whole any more.
     */
    public void abort(Failure cause, @Nullable Usage billed) {
        waiting.clear();
        ended = false;
        failure = cause;
        this.billed = billed;
        pump();
    }

    /** @param total bytes granted since the stream's start; a smaller number than before changes nothing */
    public void grant(long total) {
        if (total > granted) {
            boolean wasFull = isFull();
            granted = total;
            pump();
            if (wasFull && !isFull() && !closed && drained != null) {
                drained.run();
            }
        }
    }

    /** True while bytes wait for credit, or no credit is left. */
    public boolean isFull() {
        return !waiting.isEmpty() || sent >= granted;
    }

    /** True once the last frame is sent, or the stream was cancelled. */
    public boolean isClosed() {
        return closed;
    }

    /** Forgets what waits; nothing more is sent. */
    public void cancel() {
        closed = true;
        waiting.clear();
    }

    private void end(Buffer last) {
        closed = true;
        out.accept(new Frame.End(stream, sequence++, last, usage));
    }

    private void pump() {
        while (!closed && !waiting.isEmpty() && sent < granted) {
            Buffer next = waiting.poll();
            int limit = (int) Math.min(Frame.MAX_PAYLOAD, granted - sent);
            if (next.length() > limit) {
                waiting.addFirst(next.slice(limit, next.length()));
                next = next.slice(0, limit);
            }
            sent += next.length();
            if (ended && waiting.isEmpty()) {
                end(next);
            } else {
                out.accept(new Frame.Data(stream, sequence++, next, usage));
            }
        }
        if (!closed && waiting.isEmpty()) {
            if (ended) {
                end(NOTHING);
            } else if (failure != null) {
                closed = true;
                out.accept(new Frame.Fail(stream, sequence++, failure, billed));
            }
        }
    }
}
