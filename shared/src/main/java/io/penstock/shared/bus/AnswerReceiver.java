package io.penstock.shared.bus;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.function.LongConsumer;

/**
 * The gateway's end of a stream: checks that no frame is missing and grants the worker credit as
 * the client takes what came. Belongs to the gateway's event loop.
 */
public final class AnswerReceiver {

    /** Bytes a worker may be ahead of the client: the bound on a stream's memory in the gateway. */
    public static final long WINDOW = 256 * 1024;

    /** Credit is granted in steps of at least this many bytes, so that few frames are needed for it. */
    private static final long STEP = WINDOW / 4;

    /** What comes out. Exactly one {@code end} or {@code fail} closes it, and nothing follows. */
    public interface Listener {
        void data(Buffer bytes);

        void end(Usage usage);

        void fail(Failure failure);
    }

    private final Listener listener;
    private final LongConsumer grants;
    private int expected;
    private boolean closed;
    private long taken;
    private long granted = WINDOW;

    /** @param grants is given each new total of bytes granted, the first {@link #WINDOW} excepted */
    public AnswerReceiver(Listener listener, LongConsumer grants) {
        this.listener = listener;
        this.grants = grants;
    }

    public void accept(Frame.Answer frame) {
        if (closed) {
            return;
        }
        if (frame.sequence() != expected) {
            fail(lost("frame " + expected + " is missing, " + frame.sequence() + " came"));
            return;
        }
        expected++;
        if (frame instanceof Frame.Data data) {
            listener.data(data.bytes());
        } else if (frame instanceof Frame.End end) {
            closed = true;
            listener.end(end.usage());
        } else if (frame instanceof Frame.Fail fail) {
            fail(fail.failure());
        }
    }

    /** Ends the stream from this side, as if the worker had failed it. */
    public void fail(Failure failure) {
        if (!closed) {
            closed = true;
            listener.fail(failure);
        }
    }

    /** The stream ended, or nobody wants the rest: {@link Listener} hears nothing more. */
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    /** The client took so many more bytes. */
    public void taken(int bytes) {
        taken += bytes;
        if (!closed && taken + WINDOW - granted >= STEP) {
            granted = taken + WINDOW;
            grants.accept(granted);
        }
    }

    /** The total granted so far, to be said again where a grant may have been lost. */
    public long granted() {
        return granted;
    }

    /** The failure of a stream whose other end, or part of whose frames, is gone. */
    public static Failure lost(String what) {
        return Failure.passing(ApiErrors.workerLost(what));
    }
}
