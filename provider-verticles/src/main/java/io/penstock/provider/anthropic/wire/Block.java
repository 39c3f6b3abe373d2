package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.penstock.provider.upstream.chat.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One block of a turn's content, or of the system prompt, in a request. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Block {

    @JsonTypeName("text")
    @JsonNaming(SnakeCaseStrategy.class)
    record Text(String text, @Nullable CacheHint cacheControl) implements Block {}

    @JsonTypeName("image")
    @JsonNaming(SnakeCaseStrategy.class)
    record Image(Source source, @Nullable CacheHint cacheControl) implements Block {}

    @JsonTypeName("document")
    @JsonNaming(SnakeCaseStrategy.class)
    record Document(
            Source source, @Nullable String title, @Nullable CacheHint cacheControl) implements Block {}

    /** @param input one JSON object */
    @JsonTypeName("tool_use")
    record ToolUse(String id, String name, RawJson input) implements Block {}

    /** @param content null for a result without content */
    @JsonTypeName("tool_result")
    @JsonNaming(SnakeCaseStrategy.class)
    record ToolResult(
            String toolUseId,
            @Nullable List<Block> content,
            @Nullable CacheHint cacheControl) implements Block {}

    /** @param thinking empty where the model's text was withheld: the signature then stands for it */
    @JsonTypeName("thinking")
    record Thinking(String thinking, String signature) implements Block {}

    @JsonTypeName("redacted_thinking")
    record RedactedThinking(String data) implements Block {}

    /** Where an image or a document is. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    sealed interface Source {}

    @JsonTypeName("base64")
    @JsonNaming(SnakeCaseStrategy.class)
    record Base64(String mediaType, String data) implements Source {}

    /** For Anthropic to fetch. */
    @JsonTypeName("url")
    record Url(String url) implements Source {}

    /** A document's plain text. */
    @JsonTypeName("text")
    @JsonNaming(SnakeCaseStrategy.class)
    record PlainText(String mediaType, String data) implements Source {}
}
