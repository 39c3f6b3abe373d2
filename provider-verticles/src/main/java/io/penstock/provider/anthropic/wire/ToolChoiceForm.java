package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * Which tools the model may or must call.
 *
 * @param type {@code auto}, {@code any}, {@code tool} or {@code none}
 * @param name for {@code tool}
 * @param disableParallelToolUse true for one call at the most; else null
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ToolChoiceForm(
        String type, @Nullable String name, @Nullable Boolean disableParallelToolUse) {}
