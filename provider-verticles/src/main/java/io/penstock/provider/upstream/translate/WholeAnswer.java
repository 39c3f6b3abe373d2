package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.AnswerMessage;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.CompletionWriter;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An answer as one document. */
final class WholeAnswer extends ClientAnswer {

    private final String model;
    private final Map<Integer, Said> said = new TreeMap<>();
    private @Nullable Buffer document;

    private static final class Said {
        final StringBuilder content = new StringBuilder();
        final StringBuilder reasoning = new StringBuilder();
        final StringBuilder refusal = new StringBuilder();
        /** The elements of their arrays, joined by commas. */
        final StringBuilder logprobs = new StringBuilder();

        final List<ReasoningDetail> details = new ArrayList<>();
        final Map<Integer, StringBuilder> arguments = new TreeMap<>();
    }

    WholeAnswer(ChatCall call) {
        super(call);
        model = call.publicModel();
    }

    @Override
    @Nullable
    Buffer take() {
        Buffer ready = document;
        document = null;
        return ready;
    }

    @Override
    boolean isReleased() {
        return false;
    }

    @Override
    void discard() {
        document = null;
    }

    @Override
    void close() {
        CompletionWriter writer =
                new CompletionWriter(CompletionIds.completion(), System.currentTimeMillis() / 1000, model);
        for (AnswerChoice choice : begun()) {
            writer.choice(choice.index, message(choice), choice.finishReason());
        }
        TokenUsage reported = reported();
        if (reported == null) {
            writer.end(total());
        } else {
            writer.end(reported);
        }
        document = writer.take();
    }

    private AnswerMessage message(AnswerChoice choice) {
        Said said = said(choice);
        List<AnswerMessage.ToolCall> calls = new ArrayList<>();
        for (AnswerChoice.ToolCall call : choice.toolCalls.values()) {
            StringBuilder arguments = said.arguments.get(call.index);
            calls.add(new AnswerMessage.ToolCall(call.id, call.name, arguments == null ? "{}" : arguments.toString()));
        }
        boolean hasOther = !calls.isEmpty() || !said.refusal.isEmpty();
        return new AnswerMessage(
                said.content.isEmpty() && hasOther ? null : said.content.toString(),
                textOf(said.reasoning),
                said.details,
                textOf(said.refusal),
                calls,
                said.logprobs.isEmpty() ? null : "[" + said.logprobs + "]");
    }

    private static @Nullable String textOf(StringBuilder text) {
        return text.isEmpty() ? null : text.toString();
    }

    @Override
    void writeText(AnswerChoice choice, String piece, @Nullable String logprobs) {
        Said said = said(choice);
        said.content.append(piece);
        String elements = logprobs == null ? "" : logprobs.strip();
        if (elements.length() > 2) {
            said.logprobs.append(said.logprobs.isEmpty() ? "" : ",").append(elements, 1, elements.length() - 1);
        }
    }

    @Override
    void writeReasoning(AnswerChoice choice, String piece) {
        said(choice).reasoning.append(piece);
    }

    @Override
    void writeDetail(AnswerChoice choice, ReasoningDetail detail) {
        said(choice).details.add(detail);
    }

    @Override
    void writeRefusal(AnswerChoice choice, String piece) {
        said(choice).refusal.append(piece);
    }

    @Override
    void writeToolCall(AnswerChoice choice, AnswerChoice.ToolCall call) {
        // Its place and name are kept with the choice.
    }

    @Override
    void writeArguments(AnswerChoice choice, AnswerChoice.ToolCall call, String piece) {
        said(choice)
                .arguments
                .computeIfAbsent(call.index, index -> new StringBuilder())
                .append(piece);
    }

    private Said said(AnswerChoice choice) {
        return said.computeIfAbsent(choice.index, index -> new Said());
    }
}
