package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.CompletionIds;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.chat.FinishReasons;
import io.penstock.shared.chat.TokenEstimate;
import io.penstock.shared.chat.Usage;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every answer keeps account of, streamed or plain: its choices, their tool calls and finishes,
 * and the tokens. What a provider sends for a choice that nobody asked for is passed over. Event loop only.
 */
abstract sealed class ClientAnswer implements AnswerWriter permits StreamedAnswer, WholeAnswer {

    private final long promptTokens;
    private final @Nullable AnswerChoice[] choices;
    private int begun;
    private int finished;
    private long textBytes;
    private @Nullable TokenUsage reported;

    ClientAnswer(ChatCall call) {
        this.promptTokens = call.promptEstimate();
        this.choices = new AnswerChoice[call.peek().choices()];
    }

    /** What is ready for the client, or null. */
    abstract @Nullable Buffer take();

    /** Whether the client has been given content. */
    abstract boolean isReleased();

    /** Forgets what is not ready yet. */
    abstract void discard();

    /** Writes what belongs behind the last choice. Only where the answer {@link #isFinished()}. */
    abstract void close();

    abstract void writeText(AnswerChoice choice, String piece, @Nullable String logprobs);

    abstract void writeReasoning(AnswerChoice choice, String piece);

    abstract void writeDetail(AnswerChoice choice, ReasoningDetail detail);

    abstract void writeRefusal(AnswerChoice choice, String piece);

    abstract void writeToolCall(AnswerChoice choice, AnswerChoice.ToolCall call);

    abstract void writeArguments(AnswerChoice choice, AnswerChoice.ToolCall call, String piece);

    @Override
    public final void text(int choice, String piece) {
        AnswerChoice known = choice(choice, piece);
        if (known != null) {
            writeText(known, piece, null);
        }
    }

    @Override
    public final void text(int choice, String piece, String logprobs) {
        AnswerChoice known = choice(choice, piece);
        if (known != null) {
            writeText(known, piece, logprobs);
        }
    }

    @Override
    public final void reasoning(int choice, String piece) {
        AnswerChoice known = choice(choice, piece);
        if (known != null) {
            writeReasoning(known, piece);
        }
    }

    @Override
    public final void detail(int choice, ReasoningDetail detail) {
        AnswerChoice known = choice(choice);
        if (known != null) {
            writeDetail(known, detail);
            known.details++;
        }
    }

    @Override
    public final void refusal(int choice, String piece) {
        AnswerChoice known = choice(choice, piece);
        if (known != null) {
            writeRefusal(known, piece);
        }
    }

    @Override
    public final void toolCall(int choice, int call, @Nullable String id, String name) {
        AnswerChoice known = choice(choice);
        if (known != null && !known.toolCalls.containsKey(call)) {
            textBytes += Utf8.length(name);
            String given = id == null || id.isEmpty() ? CompletionIds.toolCall() : id;
            AnswerChoice.ToolCall opened = new AnswerChoice.ToolCall(known.toolCalls.size(), given, name);
            known.toolCalls.put(call, opened);
            writeToolCall(known, opened);
        }
    }

    @Override
    public final void arguments(int choice, int call, String piece) {
        AnswerChoice known = choice(choice);
        AnswerChoice.ToolCall opened = known == null ? null : known.toolCalls.get(call);
        if (known != null && opened != null && !piece.isEmpty()) {
            textBytes += Utf8.length(piece);
            opened.hasArguments = true;
            writeArguments(known, opened, piece);
        }
    }

    @Override
    public final String toolCallId(int choice, int call) {
        AnswerChoice known = choice(choice);
        AnswerChoice.ToolCall opened = known == null ? null : known.toolCalls.get(call);
        return opened == null ? "" : opened.id;
    }

    @Override
    public final void finish(int choice, String reason) {
        AnswerChoice known = choice(choice);
        if (known != null && known.finish == null) {
            known.finish = FinishReasons.of(reason);
            finished++;
        }
    }

    @Override
    public final void usage(TokenUsage usage) {
        reported = usage;
    }

    /** Whether every choice that began is finished, and at least one is. */
    final boolean isFinished() {
        return begun > 0 && finished == begun;
    }

    /** Whether every choice that was asked for is finished. */
    final boolean isComplete() {
        return finished == choices.length;
    }

    /** Whether the provider has sent anything that it can have billed. */
    final boolean isBegun() {
        return textBytes > 0 || reported != null;
    }

    final @Nullable TokenUsage reported() {
        return reported;
    }

    /** Of the answer that has ended. */
    final Usage total() {
        return reported == null ? estimate() : reported.total();
    }

    /** Of the answer as far as it has come: never less than the text that is there. */
    final Usage soFar() {
        if (reported == null) {
            return estimate();
        }
        long text = TokenEstimate.ofBytes(textBytes);
        return reported.completion() >= text ? reported.total() : Usage.estimate(reported.prompt(), text);
    }

    /** In the order of their places. */
    final List<AnswerChoice> begun() {
        List<AnswerChoice> inOrder = new ArrayList<>(begun);
        for (AnswerChoice choice : choices) {
            if (choice != null) {
                inOrder.add(choice);
            }
        }
        return inOrder;
    }

    private Usage estimate() {
        return Usage.estimate(promptTokens, TokenEstimate.ofBytes(textBytes));
    }

    private @Nullable AnswerChoice choice(int place, String piece) {
        textBytes += Utf8.length(piece);
        return piece.isEmpty() ? null : choice(place);
    }

    private @Nullable AnswerChoice choice(int place) {
        if (place < 0 || place >= choices.length) {
            return null;
        }
        AnswerChoice choice = choices[place];
        if (choice == null) {
            choice = new AnswerChoice(place);
            choices[place] = choice;
            begun++;
        }
        return choice;
    }
}
