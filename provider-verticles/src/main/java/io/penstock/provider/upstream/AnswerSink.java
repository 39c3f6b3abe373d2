package io.penstock.provider.upstream;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a provider puts its answer, in the client's own wire form: SSE events ready to send, or one
 * JSON document. Event loop only. Exactly one {@link #end} or {@link #fail} closes it; whatever
 * comes after that is a bug of the caller.
 */
public interface AnswerSink {

    /**
     * Tells which parameters of the request the provider lacks, by the client's names for them, so that the
     * client hears of it with the answer's head. Before the first write, at most once.
     */
    void dropped(List<String> parameters);

    /**
     * Takes bytes of any length and never refuses them. The first call tells the gateway that
     * content has come, after which no other target is tried: hold role-only chunks back until then.
     * The buffer belongs to the sink from here on.
     *
     * @param soFar usage of the answer up to these bytes: the provider's count where it keeps one running,
     *     else Penstock's estimate
     */
    void write(Buffer bytes, Usage soFar);

    /** True while the client reads slower than the provider writes: stop producing, await the drain handler. */
    boolean isFull();

    /** Called each time the sink stops being full. One handler, set before the first write. */
    void onDrain(Runnable handler);

    /** The answer is complete. */
    void end(Usage usage);

    /** The same as {@link #write} and {@link #end(Usage)}, but the last bytes and the end may go in one piece. */
    default void end(Buffer last, Usage usage) {
        write(last, usage);
        end(usage);
    }

    /**
     * The answer will not be completed.
     *
     * @param billed what the provider has billed as far as is known; null where it can have billed nothing
     */
    void fail(Failure failure, @Nullable Usage billed);
}
