package io.penstock.provider.upstream.chat;

import io.penstock.shared.chat.request.ChatPeek;
import java.util.List;

/**
 * A client's request as types. Messages and tools are every provider's business; of the parameters each
 * takes what it has, and what is left untaken was dropped.
 *
 * @param peek what the gateway found in the same body
 * @param tools those of type {@code function}, legacy {@code functions} included
 */
public record ChatRequest(
        ChatPeek peek, List<Message> messages, List<Tool> tools, ToolChoice toolChoice, Parameters parameters) {

    public ChatRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** The choices asked for, at least 1. */
    public int choices() {
        return peek.choices();
    }

    /** The most tokens the answer may have, or -1 where the client sets no limit. */
    public long maxTokens() {
        return peek.maxTokens();
    }
}
