package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.WholeBody;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** Reads a plain answer, for a client that wants it so or, from a server that does not stream, as a stream. */
final class TranslatedDocument extends WholeBody {

    private final Translator translator;
    private final ChatRequest request;
    private final ClientAnswer answer;
    private final UpstreamErrors errors;

    TranslatedDocument(
            ChatCall call, Translator translator, ChatRequest request, ClientAnswer answer, UpstreamErrors errors) {
        super(errors.provider(), call.promptEstimate());
        this.translator = translator;
        this.request = request;
        this.answer = answer;
        this.errors = errors;
    }

    @Override
    protected Outcome read(byte[] document) {
        try {
            Step step = translator.document(request, document, answer);
            if (step instanceof Step.Error error) {
                return new Failed(errors.inBand(error.error()), answer.isBegun() ? answer.soFar() : null);
            }
        } catch (IOException notInForm) {
            return malformed("it is not in the provider's form");
        }
        if (!answer.isFinished()) {
            return new Failed(
                    Failure.passing(ApiErrors.upstreamTruncated(
                            "The answer of the provider '" + errors.provider() + "' does not say how it ended")),
                    answer.soFar());
        }
        answer.close();
        Buffer ready = answer.take();
        if (ready != null) {
            answer(ready);
        }
        return new Done(answer.total());
    }

    private Outcome malformed(String what) {
        return new Failed(
                Failure.passing(ApiErrors.upstreamMalformed(
                        "The answer of the provider '" + errors.provider() + "' is not as agreed: " + what)),
                answer.soFar());
    }
}
