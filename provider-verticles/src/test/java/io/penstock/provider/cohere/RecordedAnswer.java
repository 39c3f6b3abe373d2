package io.penstock.provider.cohere;

import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.translate.AnswerWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Joins what a mapper tells, so that a streamed answer and a plain one of the same content are equal. */
final class RecordedAnswer implements AnswerWriter {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder logprobs = new StringBuilder();
    private final Map<Integer, String> calls = new TreeMap<>();
    private @Nullable String finish;
    private @Nullable TokenUsage usage;

    String text() {
        return text.toString();
    }

    String reasoning() {
        return reasoning.toString();
    }

    /** The elements of all arrays. */
    String logprobs() {
        return logprobs.toString();
    }

    /** By place: id, name and arguments. */
    Map<Integer, String> calls() {
        return calls;
    }

    @Nullable
    String finish() {
        return finish;
    }

    @Nullable
    TokenUsage usage() {
        return usage;
    }

    @Override
    public void text(int choice, String piece) {
        text.append(piece);
    }

    @Override
    public void text(int choice, String piece, String elements) {
        text.append(piece);
        logprobs.append(logprobs.isEmpty() ? "" : ",").append(elements, 1, elements.length() - 1);
    }

    @Override
    public void reasoning(int choice, String piece) {
        reasoning.append(piece);
    }

    @Override
    public void detail(int choice, ReasoningDetail detail) {
        throw new AssertionError("Cohere signs nothing");
    }

    @Override
    public void refusal(int choice, String piece) {
        throw new AssertionError("Cohere has no refusals apart from the text");
    }

    @Override
    public void toolCall(int choice, int call, @Nullable String id, String name) {
        calls.put(call, id + " " + name + " ");
    }

    @Override
    public void arguments(int choice, int call, String piece) {
        calls.computeIfPresent(call, (place, before) -> before + piece);
    }

    @Override
    public String toolCallId(int choice, int call) {
        throw new AssertionError("not needed without signatures");
    }

    @Override
    public void finish(int choice, String reason) {
        finish = reason;
    }

    @Override
    public void usage(TokenUsage count) {
        usage = count;
    }
}
