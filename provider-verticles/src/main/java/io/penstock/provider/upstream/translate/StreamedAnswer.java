package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.ChunkWriter;
import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * An answer as a stream of chunks. A choice's role goes out with its first content, so that nothing is out
 * before there is content; its finish is held until the answer ends, and is then its last chunk.
 */
final class StreamedAnswer extends ClientAnswer {

    private final ChunkWriter chunks;
    private final boolean includeUsage;
    /** Choices whose role is written. */
    private final BitSet opened = new BitSet();

    private boolean released;

    StreamedAnswer(ChatCall call) {
        super(call);
        chunks = new ChunkWriter(CompletionIds.completion(), System.currentTimeMillis() / 1000, call.publicModel());
        includeUsage = call.peek().includeUsage();
    }

    @Override
    @Nullable
    Buffer take() {
        if (chunks.length() == 0) {
            return null;
        }
        released = true;
        return chunks.take();
    }

    @Override
    boolean isReleased() {
        return released;
    }

    @Override
    void discard() {
        if (chunks.length() > 0) {
            var unused = chunks.take();
        }
    }

    @Override
    void close() {
        for (AnswerChoice choice : begun()) {
            open(choice);
            for (AnswerChoice.ToolCall call : choice.toolCalls.values()) {
                if (!call.hasArguments) {
                    chunks.toolCallArguments(choice.index, call.index, "{}");
                }
            }
            chunks.finish(choice.index, choice.finishReason());
        }
        if (includeUsage) {
            TokenUsage reported = reported();
            if (reported == null) {
                chunks.usage(total());
            } else {
                chunks.usage(reported);
            }
        }
        chunks.done();
    }

    @Override
    void writeText(AnswerChoice choice, String piece, @Nullable String logprobs) {
        open(choice);
        if (logprobs == null) {
            chunks.content(choice.index, piece);
        } else {
            chunks.content(choice.index, piece, logprobs);
        }
    }

    @Override
    void writeReasoning(AnswerChoice choice, String piece) {
        open(choice);
        chunks.reasoning(choice.index, piece);
    }

    @Override
    void writeDetail(AnswerChoice choice, ReasoningDetail detail) {
        open(choice);
        chunks.reasoningDetail(choice.index, choice.details, detail);
    }

    @Override
    void writeRefusal(AnswerChoice choice, String piece) {
        open(choice);
        chunks.refusal(choice.index, piece);
    }

    @Override
    void writeToolCall(AnswerChoice choice, AnswerChoice.ToolCall call) {
        open(choice);
        chunks.toolCallStart(choice.index, call.index, call.id, call.name);
    }

    @Override
    void writeArguments(AnswerChoice choice, AnswerChoice.ToolCall call, String piece) {
        chunks.toolCallArguments(choice.index, call.index, piece);
    }

    private void open(AnswerChoice choice) {
        if (!opened.get(choice.index)) {
            opened.set(choice.index);
            chunks.role(choice.index);
        }
    }
}
