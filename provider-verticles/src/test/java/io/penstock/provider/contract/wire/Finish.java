package io.penstock.provider.contract.wire;

import java.util.Locale;

/** Why the model's answer ends. */
public enum Finish {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    /** It does not: the stream goes no further than the pieces. No finish, no usage, no end mark is rendered. */
    NONE;

    /** As a client reads it in {@code finish_reason}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
