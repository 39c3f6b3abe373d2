package io.penstock.provider.gemini.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plain answer, or one event of a streamed one.
 *
 * @param promptFeedback why there are no candidates, if the prompt was blocked
 * @param usageMetadata counts up to here
 * @param error in the place of all else
 */
public record GenerateContentResponse(
        @Nullable List<Candidate> candidates,
        @Nullable PromptFeedback promptFeedback,
        @Nullable UsageMetadata usageMetadata,
        @Nullable JsonNode error) {

    /** @param index 0 where it is missing, as wherever there is only one */
    public record Candidate(
            int index,
            @Nullable Content content,
            @Nullable String finishReason,
            @Nullable LogprobsResult logprobsResult) {}

    public record PromptFeedback(@Nullable String blockReason) {}

    /** @param candidatesTokenCount without thoughts, but for some models at Vertex AI */
    public record UsageMetadata(
            @Nullable Long promptTokenCount,
            @Nullable Long cachedContentTokenCount,
            @Nullable Long toolUsePromptTokenCount,
            @Nullable Long candidatesTokenCount,
            @Nullable Long thoughtsTokenCount,
            @Nullable Long totalTokenCount) {}

    /** Both lists have one element for each token. */
    public record LogprobsResult(
            @Nullable List<Token> chosenCandidates,
            @Nullable List<Alternatives> topCandidates) {

        public record Token(
                @Nullable String token, @Nullable Double logProbability) {}

        public record Alternatives(@Nullable List<Token> candidates) {}
    }
}
