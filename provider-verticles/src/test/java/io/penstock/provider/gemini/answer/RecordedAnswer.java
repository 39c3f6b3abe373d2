package io.penstock.provider.gemini.answer;

import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.shared.chat.FinishReasons;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What a mapper told, as it can be compared: texts joined, calls whole. */
@NullMarked
final class RecordedAnswer implements AnswerWriter {

    final Map<Integer, String> text = new TreeMap<>();
    final Map<Integer, String> finish = new TreeMap<>();
    final StringBuilder reasoning = new StringBuilder();
    final StringBuilder logprobs = new StringBuilder();
    final List<ReasoningDetail> details = new ArrayList<>();
    /** {@code id name}, and the arguments. */
    final Map<Integer, String> calls = new TreeMap<>();

    private final Map<Integer, String> ids = new TreeMap<>();

    @Nullable
    TokenUsage usage;

    @Override
    public void text(int choice, String piece) {
        if (!piece.isEmpty()) {
            text.merge(choice, piece, String::concat);
        }
    }

    @Override
    public void text(int choice, String piece, String tokens) {
        text(choice, piece);
        logprobs.append(tokens);
    }

    @Override
    public void reasoning(int choice, String piece) {
        reasoning.append(piece);
    }

    @Override
    public void detail(int choice, ReasoningDetail detail) {
        details.add(detail);
    }

    @Override
    public void refusal(int choice, String piece) {
        throw new AssertionError("Gemini has no refusals apart from the text");
    }

    @Override
    public void toolCall(int choice, int call, @Nullable String id, String name) {
        String given = id == null ? "made_" + call : id;
        ids.put(call, given);
        calls.put(call, given + " " + name + " ");
    }

    @Override
    public void arguments(int choice, int call, String piece) {
        calls.merge(call, piece, String::concat);
    }

    @Override
    public String toolCallId(int choice, int call) {
        return ids.getOrDefault(call, "");
    }

    @Override
    public void finish(int choice, String reason) {
        finish.putIfAbsent(choice, FinishReasons.of(reason));
    }

    @Override
    public void usage(TokenUsage counted) {
        usage = counted;
    }

    @Override
    public String toString() {
        return text + " " + reasoning + " " + details + " " + calls + " " + finish + " " + usage + " " + logprobs;
    }
}
