package io.penstock.provider.bedrock.wire;

import org.jspecify.annotations.Nullable;

/** @param inputTokens without those that were read from a cache or written to it */
public record TokenCounts(
        long inputTokens,
        long outputTokens,
        @Nullable Long cacheReadInputTokens,
        @Nullable Long cacheWriteInputTokens) {}
