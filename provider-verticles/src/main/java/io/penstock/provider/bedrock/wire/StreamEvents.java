package io.penstock.provider.bedrock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The payloads of ConverseStream's events, each under its event's name. */
public final class StreamEvents {

    private StreamEvents() {}

    public record ContentBlockStart(
            int contentBlockIndex, @Nullable Start start) {}

    /** @param toolUse null for a block of another kind */
    public record Start(@Nullable ToolUseStart toolUse) {}

    /** @param type {@code server_tool_use} where Bedrock itself runs the tool; null otherwise */
    public record ToolUseStart(
            @Nullable String toolUseId,
            @Nullable String name,
            @Nullable String type) {}

    public record ContentBlockDelta(
            int contentBlockIndex, @Nullable Delta delta) {}

    /** One of these, or a kind that is not for a chat client. */
    public record Delta(
            @Nullable String text,
            @Nullable ToolUseDelta toolUse,
            @Nullable ReasoningDelta reasoningContent) {}

    /** @param input a piece of the arguments' JSON text */
    public record ToolUseDelta(@Nullable String input) {}

    /** @param redactedContent a piece of encrypted reasoning, in base64 */
    public record ReasoningDelta(
            @Nullable String text,
            @Nullable String signature,
            @Nullable String redactedContent) {}

    public record ContentBlockStop(int contentBlockIndex) {}

    public record MessageStop(
            @Nullable String stopReason, @Nullable JsonNode additionalModelResponseFields) {}

    public record Metadata(@Nullable TokenCounts usage) {}
}
