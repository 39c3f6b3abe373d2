package io.penstock.shared.chat.request;

import io.penstock.shared.chat.json.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Penstock must know of a chat request's body, and where the few values stand that it may have
 * to replace. All spans are offsets into the body as the client sent it.
 *
 * @param model as the client named it
 * @param models further models to fall back on, in this order; empty for null, and null where the field is
 *     not there
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether a streaming client asked for the usage chunk
 * @param choices {@code n}, at least 1
 * @param maxTokens {@code max_completion_tokens}, else {@code max_tokens}, else -1
 * @param promptBytes length of the {@code messages} value, the base of a token estimate
 * @param modelValue the value of {@code model}, quotes included
 * @param streamOptionsValue the value of {@code stream_options}, or {@link Span#ABSENT}
 * @param includeUsageValue the value of {@code stream_options.include_usage}, or {@link Span#ABSENT}
 * @param lastBrace offset of the body's closing brace
 */
public record ChatPeek(
        String model,
        @Nullable List<String> models,
        boolean stream,
        boolean includeUsage,
        int choices,
        long maxTokens,
        int promptBytes,
        Span modelValue,
        Span streamOptionsValue,
        Span includeUsageValue,
        int lastBrace) {}
