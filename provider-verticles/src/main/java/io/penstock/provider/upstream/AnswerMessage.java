package io.penstock.provider.upstream;

import io.penstock.provider.upstream.chat.ReasoningDetail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message of one choice of a plain (not streamed) completion.
 *
 * @param content null where the model only calls tools or refuses
 * @param reasoning reasoning that the provider shows, null where there is none
 * @param details signed reasoning for the client to send back
 * @param refusal the model's refusal, null where it did not refuse
 * @param logprobs of the content's tokens, as the JSON array of {@code logprobs.content}; null where there are none
 */
public record AnswerMessage(
        @Nullable String content,
        @Nullable String reasoning,
        List<ReasoningDetail> details,
        @Nullable String refusal,
        List<ToolCall> toolCalls,
        @Nullable String logprobs) {

    public AnswerMessage {
        details = List.copyOf(details);
        toolCalls = List.copyOf(toolCalls);
    }

    public static AnswerMessage text(String content) {
        return new AnswerMessage(content, null, List.of(), null, List.of(), null);
    }

    public static AnswerMessage calling(ToolCall... calls) {
        return new AnswerMessage(null, null, List.of(), null, List.of(calls), null);
    }

    /** @param arguments the JSON text of one object; {@code {}} for none */
    public record ToolCall(String id, String name, String arguments) {}
}
