package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/messages}. */
@JsonNaming(SnakeCaseStrategy.class)
public record MessagesRequest(
        String model,
        long maxTokens,
        @Nullable Boolean stream,
        @Nullable List<Block> system,
        List<Turn> messages,
        @Nullable List<ToolForm> tools,
        @Nullable ToolChoiceForm toolChoice,
        @Nullable ObjectNode thinking,
        @Nullable ObjectNode outputConfig,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK,
        @Nullable List<String> stopSequences,
        @Nullable Metadata metadata,
        @Nullable String serviceTier,
        @Nullable ObjectNode cacheControl) {

    /** @param userId the end user's, opaque */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Metadata(String userId) {}
}
