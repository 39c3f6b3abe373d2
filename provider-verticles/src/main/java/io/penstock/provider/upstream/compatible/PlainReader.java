package io.penstock.provider.upstream.compatible;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.WholeBody;
import io.penstock.provider.upstream.normaliser.CompletionNormaliser;

/** A plain answer through the completion normaliser. */
final class PlainReader extends WholeBody {

    private final CompletionNormaliser normaliser;

    PlainReader(String provider, ChatCall request, UpstreamErrors errors) {
        super(provider, request.promptEstimate());
        normaliser = new CompletionNormaliser(request.peek(), request.promptEstimate(), errors);
    }

    @Override
    protected Outcome read(byte[] document) {
        CompletionNormaliser.Outcome outcome = normaliser.normalise(document);
        if (outcome instanceof CompletionNormaliser.Outcome.Answer found) {
            answer(found.body());
            return new Done(found.usage());
        }
        CompletionNormaliser.Outcome.Failed failed = (CompletionNormaliser.Outcome.Failed) outcome;
        return new Failed(failed.failure(), failed.billed());
    }
}
