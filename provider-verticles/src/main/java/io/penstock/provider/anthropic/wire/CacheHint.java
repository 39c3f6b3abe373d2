package io.penstock.provider.anthropic.wire;

import io.penstock.provider.upstream.chat.CacheControl;
import org.jspecify.annotations.Nullable;

/** Marks the end of a stretch of prompt that is worth keeping. @param ttl {@code 5m} or {@code 1h}; null for the default */
public record CacheHint(String type, @Nullable String ttl) {

    public static @Nullable CacheHint ofNullable(@Nullable CacheControl control) {
        return control == null ? null : new CacheHint("ephemeral", control.ttl());
    }
}
