package io.penstock.provider.anthropic.request;

import io.penstock.provider.anthropic.wire.Block;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The thinking of one assistant message that Anthropic has signed, in the places where it stood. */
final class SignedThinking {

    private final List<Block> first = new ArrayList<>();
    private final Map<String, List<Block>> before = new TreeMap<>();

    SignedThinking(Message.Assistant assistant) {
        for (ReasoningDetail detail : assistant.detailsOf(ProviderType.ANTHROPIC.word())) {
            String id = detail.id();
            boolean called = id != null
                    && assistant.toolCalls().stream().anyMatch(call -> call.id().equals(id));
            List<Block> place = called && id != null ? before.computeIfAbsent(id, none -> new ArrayList<>()) : first;
            if (detail.data() != null) {
                place.add(new Block.RedactedThinking(detail.data()));
            } else if (detail.signature() != null) {
                place.add(new Block.Thinking(detail.text() == null ? "" : detail.text(), detail.signature()));
            }
        }
    }

    /** Ahead of all else. */
    List<Block> first() {
        return first;
    }

    /** Between what came before a tool call and the call. */
    List<Block> before(String toolCallId) {
        return before.getOrDefault(toolCallId, List.of());
    }
}
