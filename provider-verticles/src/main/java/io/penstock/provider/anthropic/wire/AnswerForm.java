package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that the model has written, or the error in its place. */
@JsonNaming(SnakeCaseStrategy.class)
public record AnswerForm(
        @Nullable List<AnswerBlock> content,
        @Nullable String stopReason,
        StreamEvent.@Nullable StopDetails stopDetails,
        @Nullable UsageForm usage,
        StreamEvent.@Nullable ErrorForm error) {}
