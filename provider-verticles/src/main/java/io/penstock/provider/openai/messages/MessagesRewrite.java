package io.penstock.provider.openai.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.openai.body.ByteSearch;
import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.provider.openai.preset.History;
import io.penstock.provider.openai.preset.MessageForm;
import io.penstock.provider.openai.preset.Preset;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.request.BodyEdit;
import java.util.ArrayList;
import java.util.List;

/** Brings each message into the vendor's form. One per request. */
public final class MessagesRewrite {

    private static final ByteSearch REASONING_EFFORT = new ByteSearch("\"reasoning_effort\"");

    /** Members that OpenAI's answers have, and that nobody but OpenAI asked to have back. */
    private static final List<String> ANSWERS_ONLY = List.of("refusal", "annotations", "audio");

    private final byte[] body;
    private final MessageForm form;
    private final ReasoningHistory history;
    private final ToolCallHistory calls;
    private final ReasoningDetails details;

    /** @param model the vendor's name */
    public MessagesRewrite(byte[] body, Preset preset, String model) {
        this.body = body;
        this.form = preset.messages();
        // Mistral's models think in parts if they are made for it, or are told to.
        boolean inParts =
                form.history() == History.PARTS && (model.contains("magistral") || REASONING_EFFORT.isIn(body));
        this.history = new ReasoningHistory(form.history(), inParts);
        this.calls = new ToolCallHistory(form);
        this.details = new ReasoningDetails(preset.type(), form.ownDetails());
    }

    /** The changes inside the array at the cursor, which is consumed. */
    public List<BodyEdit> read(JsonCursor cursor) {
        List<BodyEdit> edits = new ArrayList<>();
        cursor.enter();
        while (cursor.nextElement()) {
            Container message = Container.read(body, cursor);
            change(message);
            edits.addAll(message.edits());
        }
        return edits;
    }

    private void change(Container message) {
        details.filter(message);
        String role = message.text("role");
        if (form.history() == History.UNTOUCHED || role == null) {
            return;
        }
        if (role.equals("developer") && !form.developer()) {
            message.put("role", "\"system\"");
        }
        if (form.named() != null && !form.named().contains(role)) {
            message.remove("name");
        }
        if (role.equals("assistant")) {
            assistant(message);
        } else if (role.equals("tool")) {
            calls.result(message);
        }
        if (form.plainContent()) {
            Contents.plain(message);
        }
    }

    private void assistant(Container message) {
        if (form.strict()) {
            keepRefusal(message);
            ANSWERS_ONLY.forEach(message::remove);
            removeNull(message, "function_call");
            removeNull(message, "tool_calls");
        }
        history.place(message);
        calls.calls(message);
    }

    /** Where there is nothing else, the refusal is what the assistant said. */
    private static void keepRefusal(Container message) {
        Member refusal = message.get("refusal");
        if (refusal != null && refusal.kind() == Kind.STRING && message.get("content") == null) {
            message.put("content", new String(refusal.json(), UTF_8));
        }
    }

    private static void removeNull(Container message, String key) {
        if (message.get(key) == null) {
            message.remove(key);
        }
    }
}
