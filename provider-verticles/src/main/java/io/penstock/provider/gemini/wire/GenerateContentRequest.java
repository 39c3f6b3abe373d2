package io.penstock.provider.gemini.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param cachedContent name of a prompt that was cached before, such as {@code cachedContents/abc} */
public record GenerateContentRequest(
        List<Content> contents,
        @Nullable Content systemInstruction,
        @Nullable List<ToolDeclarations> tools,
        ToolDeclarations.@Nullable Config toolConfig,
        @Nullable JsonNode safetySettings,
        @Nullable GenerationConfig generationConfig,
        @Nullable String cachedContent) {}
