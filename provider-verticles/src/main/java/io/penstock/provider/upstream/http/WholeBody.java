package io.penstock.provider.upstream.http;

import io.penstock.shared.chat.TokenEstimate;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** An answer that can be judged only when it is whole: one JSON document. */
public abstract class WholeBody implements AnswerReader {

    /** More than any model writes in one answer; base64 images and audio included. */
    private static final int MAX_BYTES = 32 * 1024 * 1024;

    private final String provider;
    private final long promptTokens;
    /** The body itself as long as it came in one piece, which it mostly does. */
    private byte[] piece = {};
    /** All pieces, once there are more. */
    private @Nullable Buffer pieces;

    private int length;
    private @Nullable Buffer answer;
    private @Nullable Usage usage;

    /** @param promptTokens counted or estimated */
    protected WholeBody(String provider, long promptTokens) {
        this.provider = provider;
        this.promptTokens = promptTokens;
    }

    /** Judges the document, which it may change; gives what the client reads to {@link #answer}. */
    protected abstract Outcome read(byte[] document);

    protected void answer(Buffer forClient) {
        answer = forClient;
    }

    @Override
    public Outcome feed(byte[] bytes) {
        if (bytes.length > MAX_BYTES - length) {
            Failure tooLarge = Failure.passing(ApiErrors.upstreamMalformed(
                    "The answer of the provider '" + provider + "' is larger than " + MAX_BYTES + " bytes"));
            return new Failed(tooLarge, usage());
        }
        if (length == 0) {
            piece = bytes;
        } else {
            if (pieces == null) {
                pieces = Buffer.buffer(2 * (length + bytes.length)).appendBytes(piece);
            }
            pieces.appendBytes(bytes);
        }
        length += bytes.length;
        return Going.INSTANCE;
    }

    @Override
    public Outcome end() {
        Outcome outcome = read(pieces == null ? piece : pieces.getBytes());
        if (outcome instanceof Done done) {
            usage = done.usage();
        } else if (outcome instanceof Failed failed) {
            usage = failed.billed();
        }
        return outcome;
    }

    /** Of a document that was not read, since it is not whole, only the length is known. */
    @Override
    public Usage usage() {
        return usage == null ? Usage.estimate(promptTokens, TokenEstimate.ofBytes(length)) : usage;
    }

    @Override
    public Outcome interrupted() {
        return Going.INSTANCE;
    }

    @Override
    public @Nullable Buffer take() {
        Buffer ready = answer;
        answer = null;
        return ready;
    }

    @Override
    public boolean awaitsEnd() {
        return false;
    }
}
