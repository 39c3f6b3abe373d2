package io.penstock.provider.upstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message of one choice of a plain (not streamed) completion.
 *
 * @param content null where the model only calls tools or refuses
 * @param reasoning reasoning that the provider shows, null where there is none
 * @param refusal the model's refusal, null where it did not refuse
 */
public record AnswerMessage(
        @Nullable String content,
        @Nullable String reasoning,
        @Nullable String refusal,
        List<ToolCall> toolCalls) {

    public AnswerMessage {
        toolCalls = List.copyOf(toolCalls);
    }

    public static AnswerMessage text(String content) {
        return new AnswerMessage(content, null, null, List.of());
    }

    public static AnswerMessage calling(ToolCall... calls) {
        return new AnswerMessage(null, null, null, List.of(calls));
    }

    /** @param arguments the JSON text of one object; {@code {}} for none */
    public record ToolCall(String id, String name, String arguments) {}
}
