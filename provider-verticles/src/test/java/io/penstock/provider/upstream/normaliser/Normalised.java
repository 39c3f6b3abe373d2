package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.normaliser.ChunkNormaliser.Outcome;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.ChatPeek;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a stream became: the client's bytes and the outcome. */
record Normalised(String output, Outcome outcome, long fastChunks) {

    static final String MODEL = "fast-chat";
    static final int PROMPT_TOKENS = 10;

    static ChatPeek peek(int choices, boolean includeUsage) {
        return new ChatPeek(MODEL, null, true, includeUsage, choices, -1, 40, Span.ABSENT, Span.ABSENT, Span.ABSENT, 0);
    }

    static UpstreamErrors errors() {
        return new UpstreamErrors("acme", List.of("sk-secret-0123456789"));
    }

    static ChunkNormaliser normaliser(int choices, boolean includeUsage) {
        return new ChunkNormaliser(peek(choices, includeUsage), PROMPT_TOKENS, errors());
    }

    /** @param cuts ascending offsets at which the bytes are cut */
    static Normalised of(byte[] bytes, int choices, boolean includeUsage, boolean fast, int... cuts) {
        ChunkNormaliser normaliser = new ChunkNormaliser(peek(choices, includeUsage), PROMPT_TOKENS, errors(), fast);
        Buffer output = Buffer.buffer();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : bytes.length;
            byte[] read = Arrays.copyOfRange(bytes, from, to);
            Outcome ignored = normaliser.feed(read, 0, read.length);
            // The caller may use its array again.
            Arrays.fill(read, (byte) '#');
            take(normaliser, output);
            from = to;
        }
        Outcome outcome = normaliser.endOfInput();
        take(normaliser, output);
        return new Normalised(output.toString(), outcome, normaliser.fastChunks());
    }

    /** Without what is generated anew each time. */
    String stableOutput() {
        return output.replaceAll("(call_|chatcmpl-)[0-9A-Za-z]{24}", "$1*")
                .replaceAll("\"created\":1[7-9]\\d{8}", "\"created\":0");
    }

    static void take(ChunkNormaliser normaliser, Buffer output) {
        Buffer ready = normaliser.take();
        if (ready != null) {
            output.appendBytes(ready.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
