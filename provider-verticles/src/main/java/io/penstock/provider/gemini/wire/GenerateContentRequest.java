package io.penstock.provider.gemini.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param cachedContent name of a prompt that was cached before, such as {@code cachedContents/abc}
 * @param serviceTier {@code flex}, {@code standard} or {@code priority}
 */
public record GenerateContentRequest(
        List<Content> contents,
        @Nullable Content systemInstruction,
        @Nullable List<ToolDeclarations> tools,
        ToolDeclarations.@Nullable Config toolConfig,
        @Nullable JsonNode safetySettings,
        @Nullable GenerationConfig generationConfig,
        @Nullable String cachedContent,
        @Nullable String serviceTier) {}
