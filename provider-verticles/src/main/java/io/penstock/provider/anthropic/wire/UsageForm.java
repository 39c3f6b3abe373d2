package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has cost so far. Each token of the prompt is in one of the three counts of input.
 *
 * @param inputTokens neither read from a cache nor written to one
 * @param outputTokens thinking included
 */
@JsonNaming(SnakeCaseStrategy.class)
public record UsageForm(
        @Nullable Long inputTokens,
        @Nullable Long cacheCreationInputTokens,
        @Nullable Long cacheReadInputTokens,
        @Nullable Long outputTokens,
        @Nullable OutputDetails outputTokensDetails) {

    @JsonNaming(SnakeCaseStrategy.class)
    public record OutputDetails(@Nullable Long thinkingTokens) {}
}
