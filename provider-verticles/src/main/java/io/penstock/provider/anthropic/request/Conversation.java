package io.penstock.provider.anthropic.request;

import io.penstock.provider.anthropic.wire.Block;
import io.penstock.provider.anthropic.wire.CacheHint;
import io.penstock.provider.anthropic.wire.Turn;
import io.penstock.provider.upstream.chat.CacheControl;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From messages to the system prompt and turns. Instructions go to the system prompt wherever they stand;
 * messages of one side that follow each other are one turn, in which the results of tools come first, as
 * Anthropic demands. One per request.
 */
final class Conversation {

    /** What a conversation begins with that has the assistant speak first: Anthropic wants the user to. */
    private static final Block.Text OPENING = new Block.Text(".", null);

    private final ToolNames names;
    private final CallIds ids = new CallIds();
    private final List<Block> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private @Nullable String role;
    private final List<Block> results = new ArrayList<>();
    private final List<Block> content = new ArrayList<>();

    Conversation(List<Message> messages, ToolNames names) {
        this.names = names;
        messages.forEach(this::add);
        flush();
        close();
    }

    List<Block> system() {
        return system;
    }

    List<Turn> turns() {
        return turns;
    }

    /**
     * Whether the model is to go on after tool calls that it made without signed reasoning: thinking to a
     * budget is refused then.
     */
    boolean goesOnUnsigned() {
        int last = turns.size() - 2;
        if (last < 0 || turns.get(last + 1).content().stream().noneMatch(Block.ToolResult.class::isInstance)) {
            return false;
        }
        Block first = turns.get(last).content().get(0);
        return !(first instanceof Block.Thinking) && !(first instanceof Block.RedactedThinking);
    }

    private void add(Message message) {
        if (message instanceof Message.Instructions instructions) {
            system.addAll(Blocks.text(instructions.parts(), "A system message"));
        } else if (message instanceof Message.User user) {
            say(Turn.USER, Blocks.all(user.parts()), content);
        } else if (message instanceof Message.ToolResult result) {
            say(Turn.USER, List.of(result(result)), results);
        } else if (message instanceof Message.Assistant assistant) {
            say(Turn.ASSISTANT, said(assistant), content);
        }
    }

    private void say(String whose, List<Block> blocks, List<Block> place) {
        if (blocks.isEmpty()) {
            return;
        }
        if (!whose.equals(role)) {
            flush();
            role = whose;
        }
        place.addAll(blocks);
    }

    private void flush() {
        if (role != null) {
            List<Block> all = new ArrayList<>(results);
            all.addAll(content);
            turns.add(new Turn(role, all));
            results.clear();
            content.clear();
        }
    }

    private void close() {
        if (turns.isEmpty()) {
            if (system.isEmpty()) {
                throw new ApiException(
                        ApiErrors.badRequest("messages", "Invalid 'messages': none of them has any content."));
            }
            // Instructions alone are what the user asks.
            turns.add(new Turn(Turn.USER, system));
            system.clear();
        }
        if (turns.get(0).role().equals(Turn.ASSISTANT)) {
            turns.add(0, new Turn(Turn.USER, List.of(OPENING)));
        }
        int last = turns.size() - 1;
        if (turns.get(last).role().equals(Turn.ASSISTANT)) {
            turns.set(last, withoutTrailingSpace(turns.get(last)));
        }
    }

    /** What the model is to go on writing must not end in white space. */
    private static Turn withoutTrailingSpace(Turn turn) {
        List<Block> blocks = new ArrayList<>(turn.content());
        int end = blocks.size() - 1;
        if (blocks.get(end) instanceof Block.Text text) {
            blocks.set(end, new Block.Text(text.text().stripTrailing(), text.cacheControl()));
        }
        return new Turn(turn.role(), blocks);
    }

    private Block result(Message.ToolResult result) {
        List<Block> blocks = new ArrayList<>();
        CacheControl cache = null;
        for (Part part : result.parts()) {
            cache = part.cache() == null ? cache : part.cache();
        }
        for (Block block : Blocks.all(result.parts())) {
            blocks.add(withoutHint(block));
        }
        return new Block.ToolResult(
                ids.result(result.toolCallId()), blocks.isEmpty() ? null : blocks, CacheHint.ofNullable(cache));
    }

    /** The hint stands on the result as a whole. */
    private static Block withoutHint(Block block) {
        if (block instanceof Block.Text text) {
            return new Block.Text(text.text(), null);
        }
        if (block instanceof Block.Image image) {
            return new Block.Image(image.source(), null);
        }
        return block instanceof Block.Document document
                ? new Block.Document(document.source(), document.title(), null)
                : block;
    }

    private List<Block> said(Message.Assistant assistant) {
        SignedThinking thinking = new SignedThinking(assistant);
        List<Block> blocks = new ArrayList<>(thinking.first());
        blocks.addAll(Blocks.text(assistant.parts(), "An assistant message"));
        for (Message.ToolCall call : assistant.toolCalls()) {
            blocks.addAll(thinking.before(call.id()));
            blocks.add(new Block.ToolUse(ids.call(call.id()), names.sent(call.name()), call.argumentsObject()));
        }
        return blocks;
    }
}
