package io.penstock.provider.anthropic.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.anthropic.request.ToolNames;
import io.penstock.provider.anthropic.wire.AnswerBlock;
import io.penstock.provider.anthropic.wire.StreamEvent.Delta;
import io.penstock.provider.anthropic.wire.StreamEvent.StopDetails;
import io.penstock.provider.anthropic.wire.ToolForm;
import io.penstock.provider.anthropic.wire.UsageForm;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.provider.upstream.translate.AnswerWriter;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the blocks of one answer, which come one after the other, to its writer. What servers do on their own
 * (their tools and what those return) is passed over, and so are citations. One per answer.
 */
final class AnswerBlocks {

    private static final String ORIGIN = ProviderType.ANTHROPIC.word();
    private static final int NONE = -1;

    private final AnswerWriter answer;
    private final ToolNames names;
    private final UsageCount count = new UsageCount();
    private final @Nullable FencedText json;

    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    /** Signed thinking that is whole, but for its place: it may belong to a tool call that follows. */
    private final List<ReasoningDetail> pending = new ArrayList<>();
    /** Whether there was text or a call before. */
    private boolean said;
    /** The block whose input is the answer's text. */
    private int jsonCall = NONE;

    private boolean hasJson;
    /** The blocks that are calls of the client's tools. */
    private final Set<Integer> calls = new HashSet<>();
    /** A call's arguments that came with its beginning. */
    private String held = "";

    AnswerBlocks(ChatRequest chat, AnswerWriter answer) {
        this.answer = answer;
        this.names = new ToolNames(chat);
        this.json = chat.parameters().has("response_format") ? new FencedText(piece -> answer.text(0, piece)) : null;
    }

    void begin(int index, AnswerBlock block) {
        String type = block.type() == null ? "" : block.type();
        if (type.equals("tool_use")) {
            call(index, block);
            return;
        }
        tellPending("");
        switch (type) {
            case "text" -> text(block.text());
            case "thinking" -> {
                thought(block.thinking());
                append(signature, block.signature());
            }
            case "redacted_thinking" -> {
                if (block.data() != null) {
                    pending.add(ReasoningDetail.encrypted(ORIGIN, null, block.data()));
                }
            }
            default -> {
                // Not for the client.
            }
        }
    }

    void go(int index, Delta delta) {
        switch (delta.type() == null ? "" : delta.type()) {
            case "text_delta" -> text(delta.text());
            case "thinking_delta" -> thought(delta.thinking());
            case "signature_delta" -> append(signature, delta.signature());
            case "input_json_delta" -> arguments(index, delta.partialJson());
            default -> {
                // Citations, and what is not known yet.
            }
        }
    }

    void end(int index) {
        arguments(index, held);
        if (!signature.isEmpty()) {
            pending.add(ReasoningDetail.signed(ORIGIN, thinking.toString(), signature.toString()));
        }
        thinking.setLength(0);
        signature.setLength(0);
    }

    void finish(String reason, @Nullable StopDetails details) {
        tellPending("");
        if (json != null) {
            json.end();
        }
        if (jsonCall != NONE && !hasJson && reason.equals("tool_use")) {
            // Of an object without members there are no pieces.
            answer.text(0, "{}");
        }
        if (reason.equals("refusal") && details != null && details.explanation() != null) {
            answer.refusal(0, details.explanation());
        }
        answer.finish(0, reason);
    }

    void usage(@Nullable UsageForm usage) {
        if (usage != null && count.update(usage)) {
            answer.usage(count.usage());
        }
    }

    private void call(int index, AnswerBlock block) {
        held = arguments(block.input());
        String name = block.name() == null ? "" : block.name();
        if (json != null && name.equals(ToolForm.ANSWER)) {
            tellPending("");
            jsonCall = index;
            return;
        }
        calls.add(index);
        answer.toolCall(0, index, block.id(), names.own(name));
        tellPending(said ? answer.toolCallId(0, index) : "");
        said = true;
    }

    private void arguments(int index, @Nullable String piece) {
        if (piece == null || piece.isEmpty()) {
            return;
        }
        held = "";
        if (index == jsonCall) {
            hasJson = true;
            answer.text(0, piece);
        } else if (calls.contains(index)) {
            answer.arguments(0, index, piece);
        }
    }

    private static String arguments(@Nullable JsonNode input) {
        if (input == null || input.isNull() || (input.isContainerNode() && input.isEmpty())) {
            return "";
        }
        return input.isTextual() ? input.textValue() : input.toString();
    }

    private void text(@Nullable String piece) {
        if (piece == null || piece.isEmpty()) {
            return;
        }
        said = true;
        if (json == null) {
            answer.text(0, piece);
        } else {
            json.add(piece);
        }
    }

    private void thought(@Nullable String piece) {
        if (piece != null && !piece.isEmpty()) {
            thinking.append(piece);
            answer.reasoning(0, piece);
        }
    }

    private static void append(StringBuilder text, @Nullable String piece) {
        if (piece != null) {
            text.append(piece);
        }
    }

    /** @param callId of the tool call that follows, where something else came before; else empty */
    private void tellPending(String callId) {
        for (ReasoningDetail detail : pending) {
            answer.detail(
                    0,
                    callId.isEmpty()
                            ? detail
                            : new ReasoningDetail(
                                    detail.origin(), callId, detail.text(), detail.signature(), detail.data()));
        }
        pending.clear();
    }
}
