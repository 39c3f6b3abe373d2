package io.penstock.provider.bedrock.answer;

import com.fasterxml.jackson.databind.ObjectReader;
import io.penstock.provider.bedrock.aws.EventStreamFraming;
import io.penstock.provider.bedrock.wire.StreamEvents;
import io.penstock.provider.bedrock.wire.StreamEvents.ContentBlockDelta;
import io.penstock.provider.bedrock.wire.StreamEvents.ContentBlockStart;
import io.penstock.provider.bedrock.wire.StreamEvents.ContentBlockStop;
import io.penstock.provider.bedrock.wire.StreamEvents.MessageStop;
import io.penstock.provider.bedrock.wire.StreamEvents.Metadata;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.EventMapper;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps the events of ConverseStream. The counts can come before the end of the message, and after it. */
public final class ConverseEvents implements EventMapper {

    private static final ObjectReader START = WireJson.MAPPER.readerFor(ContentBlockStart.class);
    private static final ObjectReader DELTA = WireJson.MAPPER.readerFor(ContentBlockDelta.class);
    private static final ObjectReader STOP = WireJson.MAPPER.readerFor(ContentBlockStop.class);
    private static final ObjectReader MESSAGE_STOP = WireJson.MAPPER.readerFor(MessageStop.class);
    private static final ObjectReader METADATA = WireJson.MAPPER.readerFor(Metadata.class);

    private final AnswerSteps steps;
    private final Map<Integer, SealedReasoning> reasoning = new HashMap<>();
    private boolean stopped;
    private boolean counted;

    public ConverseEvents(ChatRequest chat, AnswerWriter answer) {
        this.steps = new AnswerSteps(chat, answer);
    }

    @Override
    public Step event(@Nullable String name, byte[] data, int start, int end) throws IOException {
        String event = name == null ? "" : name;
        switch (event) {
            case "contentBlockDelta" -> delta(read(DELTA, data, start, end));
            case "contentBlockStart" -> start(read(START, data, start, end));
            case "contentBlockStop" -> stop(read(STOP, data, start, end));
            case "messageStop" -> {
                Step.Error error = messageStop(read(MESSAGE_STOP, data, start, end));
                if (error != null) {
                    return error;
                }
            }
            case "metadata" -> {
                StreamEvents.Metadata metadata = read(METADATA, data, start, end);
                steps.usage(metadata.usage());
                counted = metadata.usage() != null;
            }
            default -> {
                return event.startsWith(EventStreamFraming.EXCEPTION) || event.startsWith(EventStreamFraming.ERROR)
                        ? new Step.Error(ConverseErrors.inStream(event, data, start, end))
                        : Step.GOING;
            }
        }
        return stopped && counted ? Step.END : Step.GOING;
    }

    private static <T> T read(ObjectReader reader, byte[] data, int start, int end) throws IOException {
        T event = reader.readValue(data, start, end - start);
        if (event == null) {
            throw new IOException("an event that is null");
        }
        return event;
    }

    private void start(ContentBlockStart event) {
        StreamEvents.Start start = event.start();
        StreamEvents.ToolUseStart use = start == null ? null : start.toolUse();
        if (use != null) {
            steps.tool(event.contentBlockIndex(), use.toolUseId(), use.name(), use.type());
        }
    }

    private void delta(ContentBlockDelta event) throws IOException {
        StreamEvents.Delta delta = event.delta();
        if (delta == null) {
            return;
        }
        if (delta.text() != null) {
            steps.text(delta.text());
        }
        if (delta.toolUse() != null && delta.toolUse().input() != null) {
            steps.input(event.contentBlockIndex(), delta.toolUse().input());
        }
        StreamEvents.ReasoningDelta thought = delta.reasoningContent();
        if (thought != null) {
            if (thought.text() != null) {
                steps.reasoning(thought.text());
            }
            reasoning
                    .computeIfAbsent(event.contentBlockIndex(), block -> new SealedReasoning())
                    .add(thought);
        }
    }

    private void stop(ContentBlockStop event) {
        SealedReasoning block = reasoning.remove(event.contentBlockIndex());
        if (block != null) {
            block.tell(steps);
        }
    }

    private Step.@Nullable Error messageStop(MessageStop event) throws IOException {
        if (event.stopReason() == null) {
            throw new IOException("no stopReason");
        }
        stopped = true;
        reasoning.values().forEach(each -> each.tell(steps));
        reasoning.clear();
        steps.additional(event.additionalModelResponseFields());
        return steps.finish(event.stopReason());
    }
}
