package io.penstock.provider.upstream.translate;

import io.penstock.shared.chat.FinishReasons;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One choice of an answer under way. */
final class AnswerChoice {

    final int index;
    /** By the provider's number, in the order in which they were opened. */
    final Map<Integer, ToolCall> toolCalls = new LinkedHashMap<>();

    /** How many pieces of signed reasoning it has. */
    int details;
    /** As the provider said, in the API's set; null while it goes on. */
    @Nullable
    String finish;

    AnswerChoice(int index) {
        this.index = index;
    }

    /** A tool call, and its place among the choice's. */
    static final class ToolCall {
        final int index;
        final String id;
        final String name;
        boolean hasArguments;

        ToolCall(int index, String id, String name) {
            this.index = index;
            this.id = id;
            this.name = name;
        }
    }

    /** Gemini and others say "stop" behind a tool call; a client waits for its tools then only if told so. */
    String finishReason() {
        String reason = finish == null ? FinishReasons.STOP : finish;
        if (reason.equals(FinishReasons.STOP) && !toolCalls.isEmpty()) {
            return FinishReasons.TOOL_CALLS;
        }
        return reason.equals(FinishReasons.TOOL_CALLS) && toolCalls.isEmpty() ? FinishReasons.STOP : reason;
    }
}
