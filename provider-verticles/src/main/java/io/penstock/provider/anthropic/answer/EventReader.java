package io.penstock.provider.anthropic.answer;

import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.provider.anthropic.wire.AnswerForm;
import io.penstock.provider.anthropic.wire.StreamEvent;
import io.penstock.provider.anthropic.wire.StreamEvent.Delta;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed answer (platform.claude.com/docs, "Streaming messages"). */
public final class EventReader implements EventMapper {

    private static final ObjectReader EVENTS = WireJson.MAPPER.readerFor(StreamEvent.class);

    private final AnswerBlocks blocks;

    public EventReader(ChatRequest chat, AnswerWriter answer) {
        blocks = new AnswerBlocks(chat, answer);
    }

    @Override
    public Step event(@Nullable String name, byte[] data, int start, int end) throws IOException {
        StreamEvent event = EVENTS.readValue(data, start, end - start);
        if (event == null) {
            throw new IOException("an event that is null");
        }
        if (event.error() != null) {
            return new Step.Error(AnthropicErrors.inBand(event.error()));
        }
        String type = event.type() == null ? name : event.type();
        return type == null ? Step.GOING : event(type, event);
    }

    private Step event(String type, StreamEvent event) {
        Delta delta = event.delta();
        switch (type) {
            case "message_start" -> {
                AnswerForm message = event.message();
                blocks.usage(message == null ? null : message.usage());
            }
            case "content_block_start" -> {
                if (event.contentBlock() != null) {
                    blocks.begin(event.index(), event.contentBlock());
                }
            }
            case "content_block_delta" -> {
                if (delta != null) {
                    blocks.go(event.index(), delta);
                }
            }
            case "content_block_stop" -> blocks.end(event.index());
            case "message_delta" -> {
                blocks.usage(event.usage());
                if (delta != null && delta.stopReason() != null) {
                    blocks.finish(delta.stopReason(), delta.stopDetails());
                }
            }
            case "message_stop" -> {
                return Step.END;
            }
            default -> {
                // Pings, and what is not known yet.
            }
        }
        return Step.GOING;
    }
}
