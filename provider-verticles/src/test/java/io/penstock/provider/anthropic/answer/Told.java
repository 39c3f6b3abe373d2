package io.penstock.provider.anthropic.answer;

import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.translate.AnswerWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What a mapper has told of an answer, step by step, pieces of one thing joined. */
@NullMarked
final class Told implements AnswerWriter {

    private final List<String> steps = new ArrayList<>();
    private final Map<Integer, String> ids = new HashMap<>();
    private @Nullable TokenUsage usage;

    List<String> steps() {
        return steps;
    }

    @Nullable
    TokenUsage usage() {
        return usage;
    }

    @Override
    public void text(int choice, String piece) {
        add("text ", piece);
    }

    @Override
    public void text(int choice, String piece, String logprobs) {
        throw new AssertionError("Anthropic has no logprobs");
    }

    @Override
    public void reasoning(int choice, String piece) {
        add("reasoning ", piece);
    }

    @Override
    public void detail(int choice, ReasoningDetail detail) {
        steps.add("detail " + detail.origin() + " id=" + detail.id() + " text=" + detail.text() + " signature="
                + detail.signature() + " data=" + detail.data());
    }

    @Override
    public void refusal(int choice, String piece) {
        add("refusal ", piece);
    }

    @Override
    public void toolCall(int choice, int call, @Nullable String id, String name) {
        ids.put(call, String.valueOf(id));
        steps.add("call " + call + " " + id + " " + name);
    }

    @Override
    public void arguments(int choice, int call, String piece) {
        add("arguments " + call + " ", piece);
    }

    @Override
    public String toolCallId(int choice, int call) {
        return ids.getOrDefault(call, "");
    }

    @Override
    public void finish(int choice, String reason) {
        steps.add("finish " + reason);
    }

    @Override
    public void usage(TokenUsage count) {
        usage = count;
    }

    private void add(String what, String piece) {
        int last = steps.size() - 1;
        if (last >= 0 && steps.get(last).startsWith(what)) {
            steps.set(last, steps.get(last) + piece);
        } else {
            steps.add(what + piece);
        }
    }
}
