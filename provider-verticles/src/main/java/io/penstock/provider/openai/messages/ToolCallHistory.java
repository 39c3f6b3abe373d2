package io.penstock.provider.openai.messages;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.provider.openai.preset.MessageForm;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tool calls of earlier turns, and their results. */
final class ToolCallHistory {

    private final MessageForm form;

    ToolCallHistory(MessageForm form) {
        this.form = form;
    }

    /** @param message of the assistant */
    void calls(Container message) {
        Member calls = message.get("tool_calls");
        if (calls == null || calls.kind() != Kind.ARRAY) {
            return;
        }
        Container array = calls.container();
        for (Member each : array.members()) {
            if (each.kind() == Kind.OBJECT) {
                Container call = each.container();
                change(call);
                each.change(call.edits());
            }
        }
        calls.change(array.edits());
    }

    /** @param message of a tool */
    void result(Container message) {
        shorten(message.get("tool_call_id"));
    }

    private void change(Container call) {
        if (form.strict()) {
            // Some vendors' answers have it, and so has what a client puts together from a stream.
            call.remove("index");
        }
        shorten(call.get("id"));
        Member function = call.get("function");
        if (function == null || function.kind() != Kind.OBJECT) {
            return;
        }
        Container parts = function.container();
        Member arguments = parts.get("arguments");
        if (arguments != null && isBlank(arguments.text())) {
            // Servers parse it.
            arguments.set("\"{}\"");
            function.change(parts.edits());
        }
    }

    private void shorten(@Nullable Member id) {
        String text = form.shortIds() && id != null ? id.text() : null;
        if (id == null || text == null) {
            return;
        }
        byte[] shorter = Member.quoted(ShortIds.of(text));
        if (!Arrays.equals(id.json(), shorter)) {
            id.set(shorter);
        }
    }

    private static boolean isBlank(@Nullable String arguments) {
        return arguments != null && arguments.isBlank();
    }
}
