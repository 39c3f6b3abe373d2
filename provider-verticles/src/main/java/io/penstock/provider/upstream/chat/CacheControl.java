package io.penstock.provider.upstream.chat;

import org.jspecify.annotations.Nullable;

/**
 * A client's hint that the prompt up to here is worth keeping: {@code cache_control} as Anthropic has it,
 * which clients write on content parts, messages and tools whatever the provider.
 *
 * @param ttl such as {@code 1h}; null for the provider's own
 */
public record CacheControl(@Nullable String ttl) {}
