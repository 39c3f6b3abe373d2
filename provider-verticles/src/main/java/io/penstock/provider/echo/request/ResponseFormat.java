package io.penstock.provider.echo.request;

import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.JsonCursor.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The form that the answer is to have.
 *
 * @param json whether it is to be JSON
 * @param schema the JSON text of the schema that it is to follow, null for none
 */
public record ResponseFormat(boolean json, @Nullable String schema) {

    static final ResponseFormat TEXT = new ResponseFormat(false, null);

    /** Consumes the value of {@code response_format}. */
    static ResponseFormat read(byte[] body, JsonCursor cursor) {
        if (cursor.kind() != Kind.OBJECT) {
            cursor.skip();
            return TEXT;
        }
        String type = "text";
        String schema = null;
        cursor.enter();
        while (cursor.nextKey()) {
            String key = cursor.key();
            if (key.equals("type") && cursor.kind() == Kind.STRING) {
                type = cursor.string();
            } else if (key.equals("json_schema") && cursor.kind() == Kind.OBJECT) {
                schema = readSchema(body, cursor);
            } else {
                cursor.skip();
            }
        }
        return switch (type) {
            case "json_object" -> new ResponseFormat(true, null);
            case "json_schema" -> new ResponseFormat(true, schema);
            default -> TEXT;
        };
    }

    private static @Nullable String readSchema(byte[] body, JsonCursor cursor) {
        String schema = null;
        cursor.enter();
        while (cursor.nextKey()) {
            boolean isSchema = cursor.key().equals("schema");
            if (cursor.skip() == Kind.OBJECT && isSchema) {
                byte[] bytes = Arrays.copyOfRange(body, cursor.valueStart(), cursor.valueEnd());
                schema = new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return schema;
    }
}
