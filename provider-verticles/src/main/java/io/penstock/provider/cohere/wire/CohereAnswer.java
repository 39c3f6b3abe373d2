package io.penstock.provider.cohere.wire;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plain answer, and also what an event adds to a streamed one: events have the same members, but for one element
 * in the place of a list. Any of them may be absent.
 *
 * @param finishReason {@code COMPLETE}, {@code STOP_SEQUENCE}, {@code MAX_TOKENS}, {@code TOOL_CALL}, {@code ERROR} or
 *     {@code TIMEOUT}
 * @param error what went wrong, at the end of a stream
 * @param logprobs of the whole answer
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CohereAnswer(
        @Nullable Message message,
        @Nullable String finishReason,
        @Nullable Usage usage,
        @Nullable String error,
        @Nullable List<Logprob> logprobs) {

    /** @param toolPlan what the model thinks before it calls tools */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Message(
            @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<Content> content,

            @Nullable String toolPlan,

            @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<ToolCall> toolCalls) {}

    public record Content(@Nullable String text, @Nullable String thinking) {}

    /** The first event of a call has id and name, and each has some of the arguments. */
    public record ToolCall(@Nullable String id, @Nullable Function function) {}

    public record Function(@Nullable String name, @Nullable String arguments) {}

    /** @param cachedTokens those of the input that came from a cache */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Usage(
            @Nullable Count billedUnits,
            @Nullable Count tokens,
            @Nullable Double cachedTokens) {}

    /** Whole numbers, in JSON's floating form now and then. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Count(
            @Nullable Double inputTokens, @Nullable Double outputTokens) {}

    /** @param logprobs of each token of the text */
    public record Logprob(@Nullable String text, @Nullable List<Double> logprobs) {}
}
