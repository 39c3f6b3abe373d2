package io.penstock.provider.bedrock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.penstock.provider.upstream.chat.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain answer. @param additionalModelResponseFields of what the request asked for in the model's own answer */
public record ConverseResponse(
        @Nullable Output output,
        @Nullable String stopReason,
        @Nullable TokenCounts usage,
        @Nullable JsonNode additionalModelResponseFields) {

    public record Output(@Nullable Message message) {}

    public record Message(@Nullable List<Content> content) {}

    /** One of these, or a kind that is not for a chat client. */
    public record Content(
            @Nullable String text,
            @Nullable ToolUse toolUse,
            Block.@Nullable Reasoning reasoningContent,
            @Nullable Citations citationsContent) {}

    /** @param type {@code server_tool_use} where Bedrock itself runs the tool; null otherwise */
    public record ToolUse(
            @Nullable String toolUseId,
            @Nullable String name,

            @JsonDeserialize(using = RawInput.class) @Nullable
            RawJson input,

            @Nullable String type) {}

    /** Text with its sources. */
    public record Citations(@Nullable List<Cited> content) {}

    public record Cited(@Nullable String text) {}
}
