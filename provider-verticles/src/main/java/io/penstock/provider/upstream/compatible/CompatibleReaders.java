package io.penstock.provider.upstream.compatible;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import org.jspecify.annotations.Nullable;

/** Chooses how an answer is read. */
public final class CompatibleReaders {

    private CompatibleReaders() {}

    /** @param contentType of the response, with status 2xx */
    public static AnswerReader of(ChatCall request, UpstreamErrors errors, @Nullable String contentType) {
        if (!request.peek().stream()) {
            return new PlainReader(errors.provider(), request, errors);
        }
        boolean json = contentType != null && contentType.startsWith("application/json");
        return json ? new WholeAnswerStreamed(errors.provider(), request, errors) : new StreamReader(request, errors);
    }
}
