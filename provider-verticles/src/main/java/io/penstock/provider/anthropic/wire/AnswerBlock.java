package io.penstock.provider.anthropic.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One block of an answer's content, of whichever type: each has some of these members.
 *
 * @param id of a tool call
 * @param name of the tool
 * @param input of a tool call; in a stream usually empty, since it comes in pieces
 * @param data of redacted thinking
 */
public record AnswerBlock(
        @Nullable String type,
        @Nullable String text,
        @Nullable String thinking,
        @Nullable String signature,
        @Nullable String data,
        @Nullable String id,
        @Nullable String name,
        @Nullable JsonNode input) {}
