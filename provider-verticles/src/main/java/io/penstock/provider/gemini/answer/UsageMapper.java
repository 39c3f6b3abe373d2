package io.penstock.provider.gemini.answer;

import io.penstock.provider.gemini.wire.GenerateContentResponse.UsageMetadata;
import io.penstock.provider.upstream.TokenUsage;
import org.jspecify.annotations.Nullable;

/** Token counts: each event of a stream has those so far, or a part of them. */
final class UsageMapper {

    private @Nullable Long prompt;
    private @Nullable Long cached;
    private @Nullable Long tools;
    private @Nullable Long candidates;
    private @Nullable Long thoughts;
    private @Nullable Long total;

    /** Null as long as the prompt's tokens are not told: Vertex AI has events whose counts say other things only. */
    @Nullable
    TokenUsage add(UsageMetadata said) {
        prompt = newer(said.promptTokenCount(), prompt);
        cached = newer(said.cachedContentTokenCount(), cached);
        tools = newer(said.toolUsePromptTokenCount(), tools);
        candidates = newer(said.candidatesTokenCount(), candidates);
        thoughts = newer(said.thoughtsTokenCount(), thoughts);
        total = newer(said.totalTokenCount(), total);
        if (prompt == null) {
            return null;
        }
        long input = prompt + orZero(tools);
        // Some models at Vertex AI count thoughts among the candidates' tokens: the total tells.
        boolean among = total != null && orZero(thoughts) > 0 && input + orZero(candidates) == total;
        long output = orZero(candidates) + (among ? 0 : orZero(thoughts));
        return new TokenUsage(
                input,
                cached == null ? TokenUsage.UNKNOWN : cached,
                TokenUsage.UNKNOWN,
                output,
                thoughts == null ? TokenUsage.UNKNOWN : thoughts);
    }

    private static @Nullable Long newer(@Nullable Long now, @Nullable Long before) {
        return now == null ? before : now;
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
