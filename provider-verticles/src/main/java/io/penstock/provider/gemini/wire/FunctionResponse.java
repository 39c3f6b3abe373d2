package io.penstock.provider.gemini.wire;

import io.penstock.provider.upstream.chat.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tool's result.
 *
 * @param id of the call, where that has one
 * @param name of the function that was called
 * @param response a JSON object
 * @param parts media that belong to the result; from Gemini 3 on
 */
public record FunctionResponse(
        @Nullable String id,
        String name,
        RawJson response,
        @Nullable List<ContentPart> parts) {}
