package io.penstock.provider.bedrock.answer;

import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.provider.bedrock.wire.Block;
import io.penstock.provider.bedrock.wire.ConverseResponse;
import io.penstock.provider.bedrock.wire.RawInput;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.util.List;

/** Maps the answer of Converse. */
public final class ConverseDocument {

    private static final ObjectReader READER = WireJson.MAPPER.readerFor(ConverseResponse.class);

    private ConverseDocument() {}

    public static Step map(ChatRequest chat, byte[] document, AnswerWriter answer) throws IOException {
        ConverseResponse response =
                READER.withAttribute(RawInput.DOCUMENT, document).readValue(document);
        if (response == null || response.output() == null) {
            throw new IOException("no output");
        }
        AnswerSteps steps = new AnswerSteps(chat, answer);
        ConverseResponse.Message message = response.output().message();
        List<ConverseResponse.Content> content =
                message == null || message.content() == null ? List.of() : message.content();
        for (int block = 0; block < content.size(); block++) {
            map(block, content.get(block), steps);
        }
        steps.additional(response.additionalModelResponseFields());
        steps.usage(response.usage());
        Step.Error error = response.stopReason() == null ? null : steps.finish(response.stopReason());
        return error == null ? Step.END : error;
    }

    private static void map(int block, ConverseResponse.Content content, AnswerSteps steps) {
        if (content.text() != null) {
            steps.text(content.text());
        }
        if (content.citationsContent() != null && content.citationsContent().content() != null) {
            for (ConverseResponse.Cited cited : content.citationsContent().content()) {
                if (cited.text() != null) {
                    steps.text(cited.text());
                }
            }
        }
        Block.Reasoning reasoning = content.reasoningContent();
        if (reasoning != null) {
            map(reasoning, steps);
        }
        ConverseResponse.ToolUse use = content.toolUse();
        if (use != null) {
            steps.tool(block, use.toolUseId(), use.name(), use.type());
            if (use.input() != null) {
                steps.input(block, use.input().text());
            }
        }
    }

    private static void map(Block.Reasoning reasoning, AnswerSteps steps) {
        Block.ReasoningText readable = reasoning.reasoningText();
        if (readable != null) {
            steps.reasoning(readable.text());
            if (readable.signature() != null) {
                steps.signed(readable.text(), readable.signature());
            }
        }
        if (reasoning.redactedContent() != null) {
            steps.redacted(reasoning.redactedContent());
        }
    }
}
