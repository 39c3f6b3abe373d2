package io.penstock.provider.bedrock.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.bedrock.request.AnswerFormat;
import io.penstock.provider.bedrock.request.WireNames;
import io.penstock.provider.bedrock.wire.TokenCounts;
import io.penstock.provider.upstream.TokenUsage;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.errors.ErrorBody;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.provider.upstream.translate.Step;
import io.penstock.shared.chat.FinishReasons;
import io.penstock.shared.config.model.ProviderType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What streamed and plain answers have in common: one choice, made of numbered blocks. One per answer. */
final class AnswerSteps {

    private static final String ORIGIN = ProviderType.BEDROCK.word();
    private static final String SERVER_TOOL = "server_tool_use";
    private static final int CHOICE = 0;

    /** What becomes of the input of a block's tool. */
    private enum Input {
        /** It is the answer's text: the form that the client asked for is held by a tool. */
        TEXT,
        /** Of a tool that is not the client's. */
        NONE
    }

    private final ChatRequest chat;
    private final AnswerWriter answer;
    /** Blocks whose input is not the arguments of a client's tool. */
    private final Map<Integer, Input> inputs = new HashMap<>();

    /** Whether the answer that a tool holds has any text. */
    private boolean hasInput;

    private @Nullable TokenCounts counts;
    private long reasoningTokens = TokenUsage.UNKNOWN;

    AnswerSteps(ChatRequest chat, AnswerWriter answer) {
        this.chat = chat;
        this.answer = answer;
    }

    void text(String piece) {
        answer.text(CHOICE, piece);
    }

    void reasoning(String piece) {
        answer.reasoning(CHOICE, piece);
    }

    void signed(String text, String signature) {
        answer.detail(CHOICE, ReasoningDetail.signed(ORIGIN, text, signature));
    }

    void redacted(String data) {
        answer.detail(CHOICE, ReasoningDetail.encrypted(ORIGIN, null, data));
    }

    /** @param type of the tool's use; null for a client's */
    void tool(int block, @Nullable String id, @Nullable String name, @Nullable String type) {
        if (SERVER_TOOL.equals(type) || WireNames.isPlaceholder(name)) {
            inputs.put(block, Input.NONE);
        } else if (AnswerFormat.isAnswer(name, chat)) {
            inputs.put(block, Input.TEXT);
        } else {
            answer.toolCall(CHOICE, block, id, WireNames.original(name == null ? "" : name, chat.tools()));
        }
    }

    void input(int block, String piece) {
        Input input = inputs.get(block);
        if (input == null) {
            answer.arguments(CHOICE, block, piece);
        } else if (input == Input.TEXT) {
            hasInput |= !piece.isEmpty();
            answer.text(CHOICE, piece);
        }
    }

    /** Of the model's own answer, where the request asked for it. */
    void additional(@Nullable JsonNode fields) {
        JsonNode tokens = fields == null ? null : fields.at("/usage/output_tokens_details/thinking_tokens");
        if (tokens != null && tokens.isNumber()) {
            reasoningTokens = tokens.asLong();
            tellUsage();
        }
    }

    void usage(@Nullable TokenCounts usage) {
        if (usage != null) {
            counts = usage;
            tellUsage();
        }
    }

    /** @return the error that the reason is, or null */
    Step.@Nullable Error finish(String reason) {
        if (reason.startsWith("malformed_")) {
            // malformed_tool_use, malformed_model_output: there is no answer to go on with.
            String what = "the model's answer was not in its form (" + reason + ")";
            return new Step.Error(ErrorBody.of(500, reason, what));
        }
        boolean answered = inputs.containsValue(Input.TEXT) && reason.equals("tool_use");
        if (answered && !hasInput) {
            // A stream has no pieces of an object without members.
            answer.text(CHOICE, "{}");
        }
        answer.finish(CHOICE, answered ? FinishReasons.STOP : reason);
        return null;
    }

    private void tellUsage() {
        if (counts != null) {
            long read = count(counts.cacheReadInputTokens());
            long written = count(counts.cacheWriteInputTokens());
            answer.usage(new TokenUsage(
                    counts.inputTokens() + Math.max(0, read) + Math.max(0, written),
                    read,
                    written,
                    counts.outputTokens(),
                    reasoningTokens));
        }
    }

    private static long count(@Nullable Long told) {
        return told == null ? TokenUsage.UNKNOWN : told;
    }
}
