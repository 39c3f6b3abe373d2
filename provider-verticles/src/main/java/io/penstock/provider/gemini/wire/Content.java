package io.penstock.provider.gemini.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn.
 *
 * @param role {@link #USER} or {@link #MODEL}; null for the system instruction, or where an answer has none
 * @param parts null where an answer has none, as one that was filtered
 */
public record Content(@Nullable String role, @Nullable List<ContentPart> parts) {

    public static final String USER = "user";
    public static final String MODEL = "model";
}
