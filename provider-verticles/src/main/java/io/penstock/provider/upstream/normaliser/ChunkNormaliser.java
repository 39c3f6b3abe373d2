package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.ChatPeek;
import io.penstock.shared.chat.Failure;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One stream of an OpenAI-style provider, from its raw bytes to the client's events. Event loop only.
 *
 * <p>The caller feeds each upstream read, takes what is ready with {@link #take()}, then acts on the
 * outcome; bytes taken with an outcome come before its end or failure. While {@link #awaitsEnd()} is
 * true it runs a timer of at most 2 s and calls {@link #finishDue()} when that fires.
 */
public final class ChunkNormaliser {

    /** Where the stream stands. Once {@link Finished} or {@link Failed}, it stays so and input is ignored. */
    public sealed interface Outcome {
        record Going() implements Outcome {}

        record Finished(Usage usage) implements Outcome {}

        record Failed(Failure failure) implements Outcome {}
    }

    public ChunkNormaliser(ChatPeek peek, UpstreamErrors errors) {}

    /**
     * The next bytes from upstream, cut anywhere; they may be reused afterwards.
     *
     * @param to exclusive
     */
    public Outcome feed(byte[] bytes, int from, int to) {
        throw new UnsupportedOperationException();
    }

    /** The upstream's body has ended. Never leaves the stream going. */
    public Outcome endOfInput() {
        throw new UnsupportedOperationException();
    }

    /** True when every choice asked for has finished and only usage or {@code [DONE]} can follow. */
    public boolean awaitsEnd() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the stream if all choices seen have finished; no effect otherwise. For the timer after the
     * finish, and for an idle deadline or a broken connection before they count as failures.
     */
    public Outcome finishDue() {
        throw new UnsupportedOperationException();
    }

    /** Events ready for the client, or null where there are none: before the first content none are. */
    public @Nullable Buffer take() {
        throw new UnsupportedOperationException();
    }
}
