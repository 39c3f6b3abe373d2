package io.penstock.provider.echo.request;

import java.util.List;

/**
 * What echo needs of a chat request.
 *
 * @param text what is to be answered: the last user message, or a tool's result that follows it
 * @param isToolResult whether the text is a tool's result, in which no instruction is looked for
 * @param promptTokens over all messages
 * @param tools names of the functions that {@code tool_choice} lets the model call
 * @param mustCall whether one of them is to be called whatever the text says
 * @param stops where the answer is to be cut
 * @param format what the answer is to look like
 */
public record EchoRequest(
        String text,
        boolean isToolResult,
        long promptTokens,
        List<String> tools,
        boolean mustCall,
        List<String> stops,
        ResponseFormat format) {

    public EchoRequest {
        tools = List.copyOf(tools);
        stops = List.copyOf(stops);
        if (mustCall && tools.isEmpty()) {
            throw new IllegalArgumentException("no tool to call");
        }
    }
}
