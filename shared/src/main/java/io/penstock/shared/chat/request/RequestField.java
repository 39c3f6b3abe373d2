package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.penstock.shared.chat.json.JsonCursor;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The top-level fields of a chat request that Penstock reads; all others pass unseen. */
enum RequestField {
    MODEL,
    MODELS,
    MESSAGES,
    STREAM,
    STREAM_OPTIONS,
    N,
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS,
    TEMPERATURE,
    TOP_P,
    FREQUENCY_PENALTY,
    PRESENCE_PENALTY,
    STOP,
    USER,
    TOOLS;

    private static final RequestField[] ALL = values();
    private static final Map<String, RequestField> BY_NAME =
            Stream.of(ALL).collect(toUnmodifiableMap(RequestField::param, field -> field));
    /** No spelling of a known name is longer: six bytes for each character. */
    private static final int LONGEST_SPELLING = 6 * MAX_COMPLETION_TOKENS.param.length();

    private final String param = name().toLowerCase(Locale.ROOT);
    private final byte[] name = param.getBytes(US_ASCII);

    /** The field's name as clients write it. */
    String param() {
        return param;
    }

    /** The field that the cursor's last key names, in whatever escapes; null for any other key. */
    static @Nullable RequestField of(JsonCursor cursor) {
        if (cursor.keyEscaped()) {
            boolean possible = cursor.keyEnd() - cursor.keyStart() <= LONGEST_SPELLING;
            return possible ? BY_NAME.get(cursor.key()) : null;
        }
        for (RequestField field : ALL) {
            if (cursor.keyIs(field.name)) {
                return field;
            }
        }
        return null;
    }
}
