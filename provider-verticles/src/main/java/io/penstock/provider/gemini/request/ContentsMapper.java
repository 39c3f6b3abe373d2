package io.penstock.provider.gemini.request;

import io.penstock.provider.gemini.wire.Content;
import io.penstock.provider.gemini.wire.ContentPart;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Part;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conversation. Gemini wants turns that alternate, and all results of a turn's calls in the one turn
 * behind it: messages of the same role in a row are one turn here. Instructions stand apart from it, wherever
 * the client has them.
 */
final class ContentsMapper {

    private final GeminiModel model;
    private final ToolNames names;
    private final List<Content> contents = new ArrayList<>();
    private final List<ContentPart> instructions = new ArrayList<>();
    /** Names of the functions called so far, by the calls' ids. */
    private final Map<String, String> called = new HashMap<>();
    /** Media of results, behind them: older models take none within. */
    private final List<ContentPart> media = new ArrayList<>();

    private @Nullable List<ContentPart> open;
    private Turn turn = Turn.NONE;

    private enum Turn {
        NONE,
        USER,
        MODEL,
        RESULTS
    }

    ContentsMapper(GeminiModel model, ToolNames names) {
        this.model = model;
        this.names = names;
    }

    void map(ChatRequest chat) {
        int lastUser = -1;
        List<Message> messages = chat.messages();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof Message.User) {
                lastUser = i;
            }
        }
        for (int i = 0; i < messages.size(); i++) {
            add(messages.get(i), i > lastUser);
        }
        leave(Turn.NONE);
        if (!instructions.isEmpty() && (contents.isEmpty() || !model.hasInstructions())) {
            // There must be something to answer, and some models know no instructions.
            List<ContentPart> first = new ArrayList<>(instructions);
            instructions.clear();
            if (!contents.isEmpty() && Content.USER.equals(contents.get(0).role())) {
                List<ContentPart> said = contents.remove(0).parts();
                first.addAll(said == null ? List.of() : said);
            }
            contents.add(0, new Content(Content.USER, first));
        }
    }

    List<Content> contents() {
        return contents;
    }

    @Nullable
    Content instructions() {
        return instructions.isEmpty() ? null : new Content(null, instructions);
    }

    private void add(Message message, boolean current) {
        if (message instanceof Message.Instructions instruction) {
            instructions.addAll(texts(instruction));
        } else if (message instanceof Message.User user) {
            in(Turn.USER).addAll(parts(user));
        } else if (message instanceof Message.Assistant assistant) {
            assistant.toolCalls().forEach(call -> called.put(call.id(), call.name()));
            List<ContentPart> said =
                    CallMapper.map(assistant, model, names, current).parts();
            if (said != null && !said.isEmpty()) {
                in(Turn.MODEL).addAll(said);
            }
        } else if (message instanceof Message.ToolResult result) {
            in(Turn.RESULTS).add(result(result));
        }
    }

    /** The parts of the turn that is open, which is of this kind from now on. */
    private List<ContentPart> in(Turn next) {
        if (turn != next || open == null) {
            leave(next);
            open = new ArrayList<>();
            contents.add(new Content(next == Turn.MODEL ? Content.MODEL : Content.USER, open));
        }
        turn = next;
        if (next == Turn.USER && !media.isEmpty()) {
            open.addAll(media);
            media.clear();
        }
        return open;
    }

    private void leave(Turn next) {
        if (turn == Turn.RESULTS && next != Turn.USER && !media.isEmpty()) {
            contents.add(new Content(Content.USER, List.copyOf(media)));
            media.clear();
        }
        turn = Turn.NONE;
        open = null;
    }

    private ContentPart result(Message.ToolResult result) {
        String id = result.toolCallId();
        String name = called.get(id);
        if (name == null) {
            String at = result.path() + ".tool_call_id";
            throw new ApiException(ApiErrors.badRequest(
                    at, "Invalid '" + at + "': no tool call of this conversation has the id '" + id + "'."));
        }
        return ResultMapper.map(
                result, names.toGemini(name), model.isStrictOnCalls() ? id : null, model.hasMediaInResults(), media);
    }

    private static List<ContentPart> parts(Message.User user) {
        List<ContentPart> parts = new ArrayList<>();
        for (Part part : user.parts()) {
            if (!(part instanceof Part.Text text && text.text().isEmpty())) {
                parts.add(PartMapper.map(part));
            }
        }
        if (parts.isEmpty()) {
            // A turn without parts, and one without text, is refused.
            parts.add(ContentPart.text(" "));
        }
        return parts;
    }

    private static List<ContentPart> texts(Message.Instructions instruction) {
        List<ContentPart> texts = new ArrayList<>();
        for (Part part : instruction.parts()) {
            if (!(part instanceof Part.Text text)) {
                throw new ApiException(ApiErrors.badRequest(
                        part.path(), "Invalid '" + part.path() + "': instructions for Gemini are text only."));
            }
            if (!text.text().isEmpty()) {
                texts.add(ContentPart.text(text.text()));
            }
        }
        return texts;
    }
}
