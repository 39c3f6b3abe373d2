package io.penstock.provider.echo.request;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.List;

/** Reads the messages of a request and keeps the one that echo answers. */
final class EchoMessages {

    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");
    private static final int MAX_QUOTED_ROLE = 40;

    private long tokens;
    private boolean hasUser;
    private String userText = "";
    private String lastText = "";
    private String lastRole = "";

    /** Consumes the array at the cursor. */
    void read(JsonCursor cursor) {
        cursor.enter();
        for (int i = 0; cursor.nextElement(); i++) {
            readMessage(cursor, i);
        }
    }

    long tokens() {
        return tokens;
    }

    /** Whether the model's turn comes after a tool's, and the answer is to be of its result. */
    boolean endWithToolResult() {
        return lastRole.equals("tool") || lastRole.equals("function");
    }

    String text() {
        return hasUser && !endWithToolResult() ? userText : lastText;
    }

    private void readMessage(JsonCursor cursor, int index) {
        String role = "";
        String text = "";
        cursor.enter();
        while (cursor.nextKey()) {
            switch (cursor.key()) {
                case "role" -> role = cursor.string();
                case "content" -> text = content(cursor);
                default -> cursor.skip();
            }
        }
        if (!ROLES.contains(role)) {
            String quoted = role.length() > MAX_QUOTED_ROLE ? role.substring(0, MAX_QUOTED_ROLE) + "…" : role;
            throw EchoRequestReader.refused(
                    "messages[" + index + "].role",
                    "expected one of '" + String.join("', '", ROLES) + "', but got '" + quoted + "'");
        }
        tokens += EchoTokens.count(text);
        lastRole = role;
        lastText = text;
        if (role.equals("user")) {
            hasUser = true;
            userText = text;
        }
    }

    private static String content(JsonCursor cursor) {
        return switch (cursor.kind()) {
            case STRING -> cursor.string();
            case ARRAY -> parts(cursor);
            default -> {
                cursor.skip();
                yield "";
            }
        };
    }

    /** Texts joined by spaces; other parts stand for themselves, such as {@code [image]}. */
    private static String parts(JsonCursor cursor) {
        StringBuilder text = new StringBuilder();
        cursor.enter();
        while (cursor.nextElement()) {
            text.append(text.isEmpty() ? "" : " ").append(part(cursor));
        }
        return text.toString();
    }

    private static String part(JsonCursor cursor) {
        String type = "";
        String text = "";
        cursor.enter();
        while (cursor.nextKey()) {
            String key = cursor.key();
            if (cursor.kind() != Kind.STRING) {
                cursor.skip();
            } else if (key.equals("type")) {
                type = cursor.string();
            } else if (key.equals("text") || key.equals("refusal")) {
                text = cursor.string();
            } else {
                cursor.skip();
            }
        }
        return switch (type) {
            case "text", "refusal" -> text;
            case "image_url" -> "[image]";
            case "input_audio" -> "[audio]";
            default -> "[" + type + "]";
        };
    }
}
