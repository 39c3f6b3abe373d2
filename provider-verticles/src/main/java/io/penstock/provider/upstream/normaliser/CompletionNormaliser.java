package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.ChatPeek;
import io.penstock.shared.chat.Failure;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;

/** One plain answer of an OpenAI-style provider, from its body with status 200 to the client's. */
public final class CompletionNormaliser {

    /** What the body was. */
    public sealed interface Outcome {
        record Answer(Buffer body, Usage usage) implements Outcome {}

        record Failed(Failure failure) implements Outcome {}
    }

    public CompletionNormaliser(ChatPeek peek, UpstreamErrors errors) {}

    public Outcome normalise(byte[] body) {
        throw new UnsupportedOperationException();
    }
}
