package io.penstock.shared.bus;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

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
        /** The provider lacks these parameters of the request; at most once, before all else, no sign of content. */
        void dropped(List<String> parameters);

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
    private @Nullable Usage usage;

    /**
     * @param grants is given each new total of bytes granted, the first {@link #WINDOW} excepted
     * @param start the usage until a frame tells another
     */
    public AnswerReceiver(Listener listener, LongConsumer grants, Usage start) {
        this.listener = listener;
        this.grants = grants;
        this.usage = start;
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
            usage = data.usage();
            listener.data(data.bytes());
        } else if (frame instanceof Frame.Head head) {
            listener.dropped(head.dropped());
        } else if (frame instanceof Frame.End end) {
            usage = end.usage();
            if (end.bytes().length() > 0) {
                listener.data(end.bytes());
            }
            // Its last bytes may have found the client gone.
            if (!closed) {
                closed = true;
                listener.end(end.usage());
            }
        } else if (frame instanceof Frame.Fail fail) {
            usage = fail.usage();
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

    /**
     * What the last frame in sequence told, up to date when {@link Listener} hears of it; null where the
     * worker failed the stream and its provider can have billed nothing.
     */
    @Nullable
    public Usage usage() {
        return usage;
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
        return Failure.internal(ApiErrors.workerLost(what));
    }
}
