package io.penstock.provider.upstream.compatible;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.WholeBody;
import io.penstock.provider.upstream.normaliser.ChunkNormaliser;
import java.nio.charset.StandardCharsets;

/**
 * A JSON document where a stream was asked for: servers without streaming answer so, and some tell
 * their errors so with status 200. It goes through the chunk normaliser as a stream of one event.
 */
final class WholeAnswerStreamed extends WholeBody {

    private static final byte[] BEFORE = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ChunkNormaliser normaliser;

    WholeAnswerStreamed(String provider, ChatCall request, UpstreamErrors errors) {
        super(provider, request.promptEstimate());
        normaliser = new ChunkNormaliser(request.peek(), request.promptEstimate(), errors);
    }

    @Override
    protected Outcome read(byte[] document) {
        onOneLine(document);
        feed(BEFORE, document, AFTER);
        Outcome outcome = StreamReader.outcome(normaliser.endOfInput());
        var ready = normaliser.take();
        if (ready != null) {
            answer(ready);
        }
        return outcome;
    }

    private void feed(byte[]... parts) {
        for (byte[] part : parts) {
            ChunkNormaliser.Outcome unused = normaliser.feed(part, 0, part.length);
        }
    }

    /** Line ends in JSON are white space, never part of a string (RFC 8259, section 7). */
    private static void onOneLine(byte[] document) {
        for (int i = 0; i < document.length; i++) {
            if (document[i] == '\n' || document[i] == '\r') {
                document[i] = ' ';
            }
        }
    }
}
