package io.penstock.provider.echo.request;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request that the gateway has checked. What the gateway leaves to the provider is judged
 * here where echo depends on it, and passed over where it does not.
 */
public final class EchoRequestReader {

    private static final int MAX_STOP_LENGTH = 1024;

    private final byte[] body;
    private final JsonCursor cursor;
    private final EchoMessages messages = new EchoMessages();
    private final List<String> tools = new ArrayList<>();
    private final List<String> stops = new ArrayList<>();
    private String toolChoice = "auto";
    private @Nullable String namedTool;
    private ResponseFormat format = ResponseFormat.TEXT;

    private EchoRequestReader(byte[] body) {
        this.body = body;
        this.cursor = new JsonCursor(body);
    }

    /** @throws ApiException as a model's API would refuse the request */
    public static EchoRequest read(byte[] body) {
        return new EchoRequestReader(body).read();
    }

    private EchoRequest read() {
        cursor.enter();
        while (cursor.nextKey()) {
            switch (cursor.key()) {
                case "messages" -> messages.read(cursor);
                case "tools" -> readTools();
                case "tool_choice" -> readToolChoice();
                case "stop" -> readStops();
                case "response_format" -> format = ResponseFormat.read(body, cursor);
                default -> cursor.skip();
            }
        }
        boolean mustCall = namedTool != null || toolChoice.equals("required");
        return new EchoRequest(
                messages.text(),
                messages.endWithToolResult(),
                messages.tokens(),
                callableTools(),
                mustCall,
                stops,
                format);
    }

    private List<String> callableTools() {
        if (namedTool != null) {
            if (!tools.contains(namedTool)) {
                throw refused("tool_choice", "expected a function among 'tools', but got another one");
            }
            return List.of(namedTool);
        }
        if (toolChoice.equals("required") && tools.isEmpty()) {
            throw refused("tool_choice", "'required' is only allowed where 'tools' has a function, but it has none");
        }
        return toolChoice.equals("none") ? List.of() : tools;
    }

    private void readTools() {
        if (cursor.kind() != Kind.ARRAY) {
            cursor.skip();
            return;
        }
        cursor.enter();
        while (cursor.nextElement()) {
            String name = functionName();
            if (!name.isEmpty()) {
                tools.add(name);
            }
        }
    }

    private void readToolChoice() {
        if (cursor.kind() == Kind.STRING) {
            toolChoice = cursor.string();
        } else {
            String name = functionName();
            namedTool = name.isEmpty() ? null : name;
        }
    }

    private void readStops() {
        if (cursor.kind() == Kind.STRING) {
            addStop(cursor.string());
        } else if (cursor.kind() == Kind.ARRAY) {
            cursor.enter();
            while (cursor.nextElement()) {
                addStop(cursor.string());
            }
        } else {
            cursor.skip();
        }
    }

    private void addStop(String stop) {
        if (stop.length() > MAX_STOP_LENGTH) {
            throw refused("stop", "expected at most " + MAX_STOP_LENGTH + " characters, but got " + stop.length());
        }
        if (!stop.isEmpty()) {
            stops.add(stop);
        }
    }

    /** Consumes {@code {"function": {"name": …}}}; empty where the value is anything else. */
    private String functionName() {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return "";
        }
        String name = "";
        cursor.enter();
        while (cursor.nextKey()) {
            if (cursor.key().equals("function")) {
                name = stringField("name");
            } else {
                cursor.skip();
            }
        }
        return name;
    }

    /** Consumes a value; gives this field of it, or an empty string where there is none. */
    private String stringField(String field) {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return "";
        }
        String value = "";
        cursor.enter();
        while (cursor.nextKey()) {
            if (cursor.key().equals(field) && cursor.kind() == Kind.STRING) {
                value = cursor.string();
            } else {
                cursor.skip();
            }
        }
        return value;
    }

    public static ApiException refused(String param, String what) {
        return new ApiException(ApiErrors.badRequest(param, "Invalid '" + param + "': " + what + "."));
    }
}
