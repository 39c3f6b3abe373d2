package io.penstock.provider.bedrock.wire;

import io.penstock.provider.upstream.chat.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One block of a message's content, of the system prompt, or of a tool's result. */
public record Block(
        @Nullable String text,
        @Nullable Image image,
        @Nullable Document document,
        @Nullable Audio audio,
        @Nullable ToolUse toolUse,
        @Nullable ToolResult toolResult,
        @Nullable Reasoning reasoningContent,
        @Nullable CachePoint cachePoint) {

    public static Block text(String text) {
        return new Block(text, null, null, null, null, null, null, null);
    }

    public static Block of(Image image) {
        return new Block(null, image, null, null, null, null, null, null);
    }

    public static Block of(Document document) {
        return new Block(null, null, document, null, null, null, null, null);
    }

    public static Block of(Audio audio) {
        return new Block(null, null, null, audio, null, null, null, null);
    }

    public static Block of(ToolUse use) {
        return new Block(null, null, null, null, use, null, null, null);
    }

    public static Block of(ToolResult result) {
        return new Block(null, null, null, null, null, result, null, null);
    }

    public static Block of(Reasoning reasoning) {
        return new Block(null, null, null, null, null, null, reasoning, null);
    }

    public static Block of(CachePoint mark) {
        return new Block(null, null, null, null, null, null, null, mark);
    }

    /** @param format {@code png}, {@code jpeg}, {@code gif} or {@code webp} */
    public record Image(String format, Source source) {}

    /** @param name letters, digits, single spaces, hyphens, parentheses and brackets; unique in the conversation */
    public record Document(String format, String name, Source source) {}

    public record Audio(String format, Source source) {}

    /** Bytes in base64, or where they are in S3. */
    public record Source(@Nullable String bytes, @Nullable S3Location s3Location) {}

    public record S3Location(String uri) {}

    /** @param toolUseId up to 64 letters, digits and {@code _.:-} */
    public record ToolUse(String toolUseId, String name, RawJson input) {}

    public record ToolResult(String toolUseId, List<Block> content) {}

    /** Text that is signed, or reasoning that nobody but the model can read, in base64. */
    public record Reasoning(
            @Nullable ReasoningText reasoningText, @Nullable String redactedContent) {}

    public record ReasoningText(String text, @Nullable String signature) {}

    /** All up to here is worth keeping. @param ttl {@code 5m} or {@code 1h}; null for the model's own */
    public record CachePoint(String type, @Nullable String ttl) {

        public static CachePoint of(@Nullable String ttl) {
            return new CachePoint("default", ttl);
        }
    }
}
