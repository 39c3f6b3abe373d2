package io.penstock.provider.bedrock.request;

import io.penstock.provider.bedrock.wire.Block;
import io.penstock.provider.bedrock.wire.ConverseRequest.Turn;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.ReasoningDetail;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.List;

/**
 * From messages to turns: Converse wants user and assistant by turns, the user first, instructions apart from them,
 * and the results of tools in the user's turn. One per request.
 */
final class Turns {

    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    /** Where there is nothing to say and something must be said: blank texts are refused. */
    private static final String NOTHING = ".";

    private final Model model;
    private final Parts parts;
    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private boolean hasTools;

    private Turns(Model model) {
        this.model = model;
        this.parts = new Parts(model);
    }

    static Turns of(List<Message> messages, Model model) {
        Turns turns = new Turns(model);
        messages.forEach(turns::add);
        turns.complete();
        return turns;
    }

    /** Instructions, wherever they stood, in their order. */
    List<Block> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    /** Whether tools were called or answered: then tools must be declared. */
    boolean hasTools() {
        return hasTools;
    }

    private void add(Message message) {
        if (message instanceof Message.Instructions instructions) {
            system.addAll(parts.texts(instructions.parts()));
        } else if (message instanceof Message.User user) {
            add(USER, parts.all(user.parts()));
        } else if (message instanceof Message.Assistant assistant) {
            add(ASSISTANT, answer(assistant));
        } else if (message instanceof Message.ToolResult result) {
            add(USER, result(result));
        }
    }

    private void add(String role, List<Block> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        if (turns.isEmpty() && role.equals(ASSISTANT)) {
            turns.add(new Turn(USER, new ArrayList<>(List.of(Block.text(NOTHING)))));
        }
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last != null && last.role().equals(role)) {
            boolean result = blocks.get(0).toolResult() != null;
            last.content()
                    .addAll(
                            result
                                    ? afterResults(last.content())
                                    : last.content().size(),
                            blocks);
        } else {
            turns.add(new Turn(role, new ArrayList<>(blocks)));
        }
    }

    /** The results of tools come first in their turn. */
    private static int afterResults(List<Block> content) {
        int at = 0;
        while (at < content.size()
                && (content.get(at).toolResult() != null || content.get(at).cachePoint() != null)) {
            at++;
        }
        return at;
    }

    private List<Block> answer(Message.Assistant assistant) {
        List<Block> blocks = new ArrayList<>();
        if (model.readsSignedReasoning()) {
            for (ReasoningDetail detail : assistant.detailsOf(ProviderType.BEDROCK.word())) {
                blocks.add(Block.of(reasoning(detail)));
            }
        }
        blocks.addAll(parts.texts(assistant.parts()));
        for (Message.ToolCall call : assistant.toolCalls()) {
            hasTools = true;
            blocks.add(Block.of(new Block.ToolUse(
                    WireNames.callId(call.id(), model), WireNames.tool(call.name()), call.argumentsObject())));
        }
        return blocks;
    }

    private static Block.Reasoning reasoning(ReasoningDetail detail) {
        if (detail.data() != null) {
            return new Block.Reasoning(null, detail.data());
        }
        String text = detail.text() == null ? "" : detail.text();
        return new Block.Reasoning(new Block.ReasoningText(text, detail.signature()), null);
    }

    private List<Block> result(Message.ToolResult result) {
        hasTools = true;
        List<Block> said = new ArrayList<>();
        List<Block> marks = new ArrayList<>();
        for (Block block : parts.all(result.parts())) {
            (block.cachePoint() == null ? said : marks).add(block);
        }
        if (said.isEmpty()) {
            said.add(Block.text(NOTHING));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.of(new Block.ToolResult(WireNames.callId(result.toolCallId(), model), said)));
        blocks.addAll(marks);
        return blocks;
    }

    private void complete() {
        if (turns.isEmpty()) {
            // Instructions alone are the question then.
            List<Block> question = system.isEmpty() ? List.of(Block.text(NOTHING)) : List.copyOf(system);
            system.clear();
            turns.add(new Turn(USER, new ArrayList<>(question)));
        }
        turns.forEach(Turns::textBesideDocuments);
        trimPrefill(turns.get(turns.size() - 1));
    }

    /** A document is taken only with a text in the same turn. */
    private static void textBesideDocuments(Turn turn) {
        boolean hasDocument = turn.content().stream().anyMatch(block -> block.document() != null);
        boolean hasText = turn.content().stream().anyMatch(block -> block.text() != null);
        if (hasDocument && !hasText) {
            turn.content().add(Block.text(NOTHING));
        }
    }

    /** An answer that the model is to go on with must not end in white space. */
    private static void trimPrefill(Turn last) {
        int end = last.content().size() - 1;
        while (end > 0 && last.content().get(end).cachePoint() != null) {
            end--;
        }
        String text = last.content().get(end).text();
        if (last.role().equals(ASSISTANT) && text != null) {
            last.content().set(end, Block.text(text.stripTrailing()));
        }
    }
}
