package io.penstock.provider.upstream.compatible;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.normaliser.ChunkNormaliser;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A streamed answer through the chunk normaliser. */
final class StreamReader implements AnswerReader {

    private final ChunkNormaliser normaliser;

    StreamReader(ChatCall request, UpstreamErrors errors) {
        normaliser = new ChunkNormaliser(request.peek(), request.promptEstimate(), errors);
    }

    @Override
    public Outcome feed(byte[] bytes) {
        return outcome(normaliser.feed(bytes, 0, bytes.length));
    }

    @Override
    public Outcome end() {
        return outcome(normaliser.endOfInput());
    }

    @Override
    public Outcome interrupted() {
        return outcome(normaliser.finishDue());
    }

    @Override
    public @Nullable Buffer take() {
        return normaliser.take();
    }

    @Override
    public Usage usage() {
        return normaliser.usage();
    }

    @Override
    public boolean awaitsEnd() {
        return normaliser.awaitsEnd();
    }

    static Outcome outcome(ChunkNormaliser.Outcome outcome) {
        if (outcome instanceof ChunkNormaliser.Outcome.Finished finished) {
            return new Done(finished.usage());
        }
        return outcome instanceof ChunkNormaliser.Outcome.Failed failed
                ? new Failed(failed.failure(), failed.billed())
                : Going.INSTANCE;
    }
}
