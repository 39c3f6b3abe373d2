package io.penstock.provider.anthropic.answer;

import io.penstock.provider.anthropic.wire.AnswerBlock;
import io.penstock.provider.anthropic.wire.AnswerForm;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;

/** Reads a plain answer: the same steps as of a streamed one, each block at once. */
public final class DocumentReader {

    private DocumentReader() {}

    /** @throws IOException if it is no message */
    public static Step read(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException {
        AnswerForm message = WireJson.MAPPER.readValue(document, AnswerForm.class);
        if (message != null && message.error() != null) {
            return new Step.Error(AnthropicErrors.inBand(message.error()));
        }
        if (message == null || message.content() == null) {
            throw new IOException("no message");
        }
        AnswerBlocks blocks = new AnswerBlocks(chat, answer);
        blocks.usage(message.usage());
        int index = 0;
        for (AnswerBlock block : message.content()) {
            if (block != null) {
                blocks.begin(index, block);
                blocks.end(index);
            }
            index++;
        }
        if (message.stopReason() != null) {
            blocks.finish(message.stopReason(), message.stopDetails());
        }
        return Step.END;
    }
}
