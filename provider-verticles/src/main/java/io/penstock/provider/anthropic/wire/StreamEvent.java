package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream, of whichever type: each has some of these members.
 *
 * @param index of the content block
 * @param message of {@code message_start}, still without content
 * @param delta of {@code content_block_delta} or {@code message_delta}
 * @param usage of {@code message_delta}: of the whole message so far
 */
@JsonNaming(SnakeCaseStrategy.class)
public record StreamEvent(
        @Nullable String type,
        int index,
        @Nullable AnswerForm message,
        @Nullable AnswerBlock contentBlock,
        @Nullable Delta delta,
        @Nullable UsageForm usage,
        @Nullable ErrorForm error) {

    /** A piece of a content block, or what has changed of the message. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Delta(
            @Nullable String type,
            @Nullable String text,
            @Nullable String thinking,
            @Nullable String signature,
            @Nullable String partialJson,
            @Nullable String stopReason,
            @Nullable StopDetails stopDetails) {}

    /** Why a message was refused. */
    public record StopDetails(@Nullable String explanation) {}

    public record ErrorForm(@Nullable String type, @Nullable String message) {}
}
