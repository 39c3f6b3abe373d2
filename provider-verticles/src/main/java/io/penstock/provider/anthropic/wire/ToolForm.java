package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A tool of the client's. @param strict true to hold the model to the schema; else null */
@JsonNaming(SnakeCaseStrategy.class)
public record ToolForm(
        String name,
        @Nullable String description,
        ObjectNode inputSchema,
        @Nullable Boolean strict,
        @Nullable CacheHint cacheControl) {

    /** The tool whose input is the whole answer, where the client wants JSON and the model has no other way to it. */
    public static final String ANSWER = "json_answer";
}
