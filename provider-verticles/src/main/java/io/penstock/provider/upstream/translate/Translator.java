package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.errors.ErrorReader;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.shared.chat.error.ApiException;
import java.io.IOException;

/** What makes a provider with a wire form of its own. One per worker instance, without state of a call. */
public interface Translator {

    /**
     * From the client's request to the provider's. May run on a worker thread: it touches nothing but its
     * arguments.
     *
     * @param chat whose parameters it takes; those that it leaves are dropped or refused
     * @param model the provider's own name for it
     * @throws ApiException with 400 and the field for what the provider cannot be asked: nothing of a
     *     conversation is left out
     */
    UpstreamRequest request(ChatRequest chat, String model, boolean stream);

    /** Opens the mapper of one streamed answer. */
    EventMapper events(ChatRequest chat, AnswerWriter answer);

    /**
     * Maps a plain answer.
     *
     * @return {@link Step#END}, or the error that the document is
     * @throws IOException if it is not in the provider's form
     */
    Step document(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException;

    /** The cheapest request that a good key is needed for. */
    KeyProbe.Question probe();

    /** How a streamed answer is cut into events. */
    default Framing.Factory framing() {
        return Framing::sse;
    }

    /** Reads the provider's errors. */
    default ErrorReader errors() {
        return ErrorReader.COMMON;
    }

    /** Whether the provider can give several choices in one answer. */
    default boolean hasN() {
        return false;
    }
}
