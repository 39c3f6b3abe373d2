package io.penstock.provider.upstream.chat;

import java.util.List;

/** Which tools the model may or must call. */
public sealed interface ToolChoice {

    /** As it likes; what a request without {@code tool_choice} means. */
    record Auto() implements ToolChoice {}

    record None() implements ToolChoice {}

    /** One or more, whichever. */
    record Required() implements ToolChoice {}

    record Named(String name) implements ToolChoice {}

    /** These only. @param required whether one must be called */
    record Allowed(List<String> names, boolean required) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }
}
