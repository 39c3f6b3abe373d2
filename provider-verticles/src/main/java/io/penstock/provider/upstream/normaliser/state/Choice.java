package io.penstock.provider.upstream.normaliser.state;

import io.penstock.provider.upstream.raw.RawObject;
import io.penstock.shared.chat.FinishReasons;
import org.jspecify.annotations.Nullable;

/** What has been seen of one choice of a stream. */
public final class Choice {

    /** A chunk that finishes a choice, kept until the stream ends. */
    public record Finish(String reason, RawObject chunk, RawObject choice) {}

    private final int index;
    private final ToolCalls toolCalls;
    private boolean opened;
    private boolean calledFunction;
    private @Nullable Finish finish;

    public Choice(int index, UsageTally usage) {
        this.index = index;
        this.toolCalls = new ToolCalls(usage);
    }

    public int index() {
        return index;
    }

    public ToolCalls toolCalls() {
        return toolCalls;
    }

    /** Whether a chunk with the role was written. */
    public boolean isOpened() {
        return opened;
    }

    public void open() {
        opened = true;
    }

    /** Notes a function call in the form before tool calls. */
    public void calledFunction() {
        calledFunction = true;
    }

    public boolean isFinished() {
        return finish != null;
    }

    @Nullable
    public Finish finish() {
        return finish;
    }

    /**
     * Whether a finish for this reason is to be kept: the first one, and that of a filter, which may have judged only
     * after the model had finished (Azure's asynchronous one). Other repeats are dropped.
     */
    public boolean isFinishedBy(String reason) {
        return finish == null || FinishReasons.of(reason).equals(FinishReasons.CONTENT_FILTER);
    }

    /**
     * Replaces the finish before. It is sent when the stream ends, so that text which a provider sends behind it is
     * not lost and still comes before it.
     */
    public void finish(Finish given) {
        finish = given;
    }

    /** A provider may say "stop" where it has called a tool. */
    public String reasonFor(String given) {
        return reasonFor(given, !toolCalls.isEmpty(), calledFunction);
    }

    public static String reasonFor(String given, boolean calledTools, boolean calledFunction) {
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
