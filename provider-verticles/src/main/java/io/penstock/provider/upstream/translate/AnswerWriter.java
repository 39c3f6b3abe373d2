package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.chat.FinishReasons;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a model answers, step by step in the order in which it comes, whatever its provider's form
 * and whatever form the client asked for. The duties of a well-formed answer (roles, dense tool
 * indexes, one finish for each choice, no empty arguments) are the writer's, not the mapper's. Event loop only.
 */
public interface AnswerWriter {

    /** @param choice from 0 */
    void text(int choice, String piece);

    /** @param logprobs of the piece's tokens, as the JSON array that {@code logprobs.content} holds */
    void text(int choice, String piece, String logprobs);

    /** Reasoning that the provider shows. */
    void reasoning(int choice, String piece);

    /** A whole piece of signed reasoning, for the client to send back. Its text was told by {@link #reasoning}. */
    void detail(int choice, ReasoningDetail detail);

    void refusal(int choice, String piece);

    /**
     * Opens a tool call.
     *
     * @param call the provider's own number or place for it, unique in the choice; need not be dense
     * @param id null where the provider gives none: one is made
     */
    void toolCall(int choice, int call, @Nullable String id, String name);

    /** @param piece of the JSON text of a call's arguments; a call without any becomes {@code {}} */
    void arguments(int choice, int call, String piece);

    /** The id that a call has for the client; for {@link #detail}. */
    String toolCallId(int choice, int call);

    /**
     * The choice is complete. With tool calls in it {@code stop} becomes {@code tool_calls}.
     *
     * @param reason the provider's word for it; mapped by {@link FinishReasons}
     */
    void finish(int choice, String reason);

    /** The provider's count so far; a later one replaces it. */
    void usage(TokenUsage usage);
}
