package io.penstock.provider.openai.rewrite;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.provider.openai.messages.MessagesRewrite;
import io.penstock.provider.openai.preset.Preset;
import io.penstock.provider.upstream.chat.NeutralValues;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.request.BodyEdit;
import io.penstock.shared.chat.request.BodySplice;
import io.penstock.shared.chat.request.ChatPeek;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One request brought into a vendor's form, by the vendor's row. */
public final class RequestRewrite {

    private final byte[] body;
    private final Preset preset;
    private final String model;
    private final Set<String> dropped = new LinkedHashSet<>();

    /**
     * @param body for the vendor
     * @param dropped parameters that meant something and that it has not, as the client named them
     */
    public record Rewritten(byte[] body, List<String> dropped) {}

    private RequestRewrite(byte[] body, Preset preset, String model) {
        this.body = body;
        this.preset = preset;
        this.model = model;
    }

    /**
     * @param body valid, as {@link io.penstock.shared.chat.request.ChatRequestReader} has read it
     * @param model the vendor's name
     */
    public static Rewritten of(byte[] body, ChatPeek peek, Preset preset, String model) {
        return new RequestRewrite(body, preset, model).rewrite(peek);
    }

    private Rewritten rewrite(ChatPeek peek) {
        MessagesRewrite messages = new MessagesRewrite(body, preset, model);
        Container request = Container.read(
                body, new JsonCursor(body), (key, cursor) -> key.equals("messages") ? messages.read(cursor) : null);
        leaveOut(request);
        new ValueRewrite(preset, model, dropped).rewrite(request);
        new ToolRewrite(preset, model, dropped).rewrite(request);
        names(request);
        List<BodyEdit> edits = request.edits();
        edits.addAll(BodySplice.edits(body, peek, model, preset.streamOptions()));
        edits.sort(Comparator.comparingInt(edit -> edit.at().start()));
        return new Rewritten(BodyEdit.apply(body, edits), List.copyOf(dropped));
    }

    /** What the vendor lacks; a value that changes nothing is no loss. */
    private void leaveOut(Container request) {
        for (Member member : request.members()) {
            if (preset.lacks().contains(member.key())) {
                member.remove();
                if (!isNeutral(member)) {
                    dropped.add(member.key());
                }
            }
        }
        if (!preset.streamOptions()) {
            request.remove("stream_options");
        }
        if (!preset.hasN()) {
            request.remove("n");
        }
    }

    private static boolean isNeutral(Member member) {
        try {
            return NeutralValues.isNeutral(member.key(), WireJson.MAPPER.readTree(member.json()));
        } catch (IOException validated) {
            throw new UncheckedIOException(validated);
        }
    }

    /** Where the client wrote both names of one thing, the newer one counts, which is OpenAI's. */
    private void names(Container request) {
        preset.names().forEach((openAis, its) -> {
            Member member = request.get(openAis);
            if (member == null) {
                request.remove(openAis);
            } else {
                request.remove(its);
                member.rename(its);
            }
        });
    }
}
