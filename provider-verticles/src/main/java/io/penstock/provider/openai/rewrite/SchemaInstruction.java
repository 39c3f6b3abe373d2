package io.penstock.provider.openai.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.openai.body.Member;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.BodyEdit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For a vendor with {@code json_object} only: the schema becomes an instruction to the model. */
final class SchemaInstruction {

    private SchemaInstruction() {}

    static void put(Member format, @Nullable Member messages) {
        Member wrapper = format.container().get("json_schema");
        Member schema = wrapper == null || wrapper.kind() != Kind.OBJECT
                ? null
                : wrapper.container().get("schema");
        List<Member> all = messages == null ? List.of() : messages.container().members();
        if (messages == null || all.isEmpty()) {
            return;
        }
        format.set("{\"type\":\"json_object\"}");
        // The vendor wants the word JSON in a message.
        String instruction = schema == null
                ? "Answer with JSON, and with nothing else."
                : "Answer with JSON that is valid against this JSON Schema, and with nothing else:\n"
                        + new String(schema.json(), UTF_8);
        messages.changeFirst(List.of(message(instruction, all.get(0).start())));
    }

    private static BodyEdit message(String content, int at) {
        String quoted = new String(Member.quoted(content), UTF_8);
        return new BodyEdit(new Span(at, at), ("{\"role\":\"system\",\"content\":" + quoted + "},").getBytes(UTF_8));
    }
}
