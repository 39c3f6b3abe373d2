package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A function that the model may call.
 *
 * @param path such as {@code tools[0]}
 * @param parameters a JSON Schema; null for a function without any
 */
public record Tool(
        String path,
        String name,
        @Nullable String description,
        @Nullable ObjectNode parameters,
        boolean strict,
        @Nullable CacheControl cache) {}
