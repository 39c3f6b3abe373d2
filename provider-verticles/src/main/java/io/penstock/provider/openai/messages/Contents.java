package io.penstock.provider.openai.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.openai.body.Container;
import io.penstock.provider.openai.body.Member;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.ArrayList;
import java.util.List;

/** Content for vendors that want a string. */
final class Contents {

    private Contents() {}

    /**
     * Text in parts becomes one string, part by part on a new line, as the chat templates of local servers have it;
     * none at all becomes an empty one. Content with other parts stays.
     */
    static void plain(Container message) {
        Member content = message.get("content");
        if (content == null) {
            message.put("content", "\"\"");
        } else if (content.kind() == Kind.ARRAY) {
            List<String> texts = new ArrayList<>();
            for (Member each : content.container().members()) {
                Member part = each.kind() == Kind.OBJECT ? each.container().get("text") : null;
                if (part == null || part.kind() != Kind.STRING) {
                    return;
                }
                String json = new String(part.json(), UTF_8);
                texts.add(json.substring(1, json.length() - 1));
            }
            content.set('"' + String.join("\\n", texts) + '"');
        }
    }
}
