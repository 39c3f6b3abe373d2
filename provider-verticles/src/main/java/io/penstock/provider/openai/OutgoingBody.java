package io.penstock.provider.openai;

import io.penstock.provider.openai.body.ByteSearch;
import io.penstock.provider.openai.preset.History;
import io.penstock.provider.openai.preset.Preset;
import io.penstock.provider.openai.rewrite.RequestRewrite;
import io.penstock.provider.openai.rewrite.RequestRewrite.Rewritten;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.chat.request.BodySplice;
import io.penstock.shared.config.model.ProviderType;
import org.jspecify.annotations.Nullable;

/** Makes the body that a vendor gets; where there is nothing to change, the client's own. Any thread. */
final class OutgoingBody {

    private static final ByteSearch DETAILS = new ByteSearch("\"reasoning_details\"");
    private static final ByteSearch REASONING_CONTENT = new ByteSearch("\"reasoning_content\"");
    private static final ByteSearch REASONING = new ByteSearch("\"reasoning\"");

    private final Preset preset;

    OutgoingBody(Preset preset) {
        this.preset = preset;
    }

    /** The client's bytes, but for the model's name and a stream's usage; null where more may have to change. */
    byte @Nullable [] unlessRewritten(ChatCall request) {
        byte[] body = request.body();
        if (preset.type() != ProviderType.OPENAI || hasReasoning(body)) {
            return null;
        }
        return BodySplice.splice(body, request.peek(), request.upstreamModel(), request.peek().stream());
    }

    private boolean hasReasoning(byte[] body) {
        return DETAILS.isIn(body)
                || (preset.messages().history() != History.UNTOUCHED
                        && (REASONING_CONTENT.isIn(body) || REASONING.isIn(body)));
    }

    Rewritten rewritten(ChatCall request) {
        return RequestRewrite.of(request.body(), request.peek(), preset, request.upstreamModel());
    }
}
