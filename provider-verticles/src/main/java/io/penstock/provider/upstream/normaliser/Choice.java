package io.penstock.provider.upstream.normaliser;

import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.shared.chat.FinishReasons;
import org.jspecify.annotations.Nullable;

/** What has been seen of one choice of a stream. */
final class Choice {

    /** A chunk that finishes a choice, kept until the stream ends. */
    record Finish(String reason, RawObject chunk, RawObject choice) {}

    final int index;
    final ToolCalls toolCalls;
    /** True once a chunk with the role was written. */
    boolean opened;
    /** True once a function call in the form before tool calls was seen. */
    boolean calledFunction;

    private @Nullable Finish finish;

    Choice(int index, UsageTally usage) {
        this.index = index;
        this.toolCalls = new ToolCalls(usage);
    }

    boolean isFinished() {
        return finish != null;
    }

    @Nullable
    Finish finish() {
        return finish;
    }

    /**
     * Keeps the first finish; a provider's repeats are dropped. It is sent when the stream ends, so
     * that text which a provider sends behind it is not lost and still comes before it.
     */
    void finish(Finish given) {
        if (finish == null) {
            finish = given;
        }
    }

    /** A provider may say "stop" where it has called a tool. */
    String reasonFor(String given) {
        return reasonFor(given, !toolCalls.isEmpty(), calledFunction);
    }

    static String reasonFor(String given, boolean calledTools, boolean calledFunction) {
        String reason = FinishReasons.of(given);
        if (!reason.equals(FinishReasons.STOP)) {
            return reason;
        }
        if (calledTools) {
            return FinishReasons.TOOL_CALLS;
        }
        return calledFunction ? FinishReasons.FUNCTION_CALL : reason;
    }
}
