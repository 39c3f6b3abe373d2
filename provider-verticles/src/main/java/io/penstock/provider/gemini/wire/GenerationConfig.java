package io.penstock.provider.gemini.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answer is to be made.
 *
 * @param candidateCount 1 to 8
 * @param seed 32 bits
 * @param logprobs how many alternatives for each token, only with {@code responseLogprobs}
 */
public record GenerationConfig(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK,
        @Nullable Integer candidateCount,
        @Nullable Long maxOutputTokens,
        @Nullable List<String> stopSequences,
        @Nullable Integer seed,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Boolean responseLogprobs,
        @Nullable Long logprobs,
        @Nullable String responseMimeType,
        @Nullable ObjectNode responseSchema,
        @Nullable Thinking thinkingConfig) {

    /**
     * @param thinkingBudget in tokens, for Gemini 2.5; 0 for no thinking, -1 for as much as the model likes
     * @param thinkingLevel for Gemini 3 and later, never beside a budget
     */
    public record Thinking(
            @Nullable Long thinkingBudget,
            @Nullable String thinkingLevel,
            @Nullable Boolean includeThoughts) {}
}
