package io.penstock.provider.anthropic.wire;

import java.util.List;

/** What one side says before the other's turn. @param role {@code user} or {@code assistant} */
public record Turn(String role, List<Block> content) {

    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";

    public Turn {
        content = List.copyOf(content);
    }
}
