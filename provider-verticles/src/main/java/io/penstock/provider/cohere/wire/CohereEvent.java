package io.penstock.provider.cohere.wire;

import org.jspecify.annotations.Nullable;

/**
 * An event of a streamed answer (docs.cohere.com/docs/streaming).
 *
 * @param type such as {@code content-delta}; its name in the stream is the same
 * @param index the place of a tool call, or of a piece of content, among its kind
 * @param logprobs of a piece of text
 */
public record CohereEvent(
        @Nullable String type, int index, @Nullable CohereAnswer delta, CohereAnswer.@Nullable Logprob logprobs) {}
