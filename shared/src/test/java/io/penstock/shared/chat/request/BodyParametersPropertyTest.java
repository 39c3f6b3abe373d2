package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.shared.chat.json.JsonCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random bodies under random parameters: what a JSON library makes of them, and every other member as it was written. */
class BodyParametersPropertyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
    private static final String[] NAMES = {"a", "b", "c", "é", "x\\\"y", "\\u0061\\u0062", ""};
    private static final String[] OWN = {"a", "b", "c", "é", "ab", "new"};
    private static final String[] VALUES = {
        "null",
        "true",
        "1.0",
        "9007199254740993",
        "-0",
        "1E-7",
        "\"\"",
        "\"}, \\\"a\\\": 1\"",
        "[]",
        "{}",
        "[{\"a\": [1]}, 2]",
        "{\"b\" : {\"a\":null}}",
        "\"\\ud83d\\ude00 😀\""
    };
    private static final String[] SPACES = {"", "", "", " ", "\n  ", "\t"};

    private final Random random = new Random(20);

    @Test
    void agreesWithATree() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> defaults = parameters();
            defaults.values().removeIf("null"::equals);
            check(body(), defaults, parameters());
        }
    }

    private void check(String body, Map<String, String> defaults, Map<String, String> overrides) throws IOException {
        byte[] rewritten = new BodyParameters(defaults, overrides).rewrite(body.getBytes(UTF_8), null, false);
        String told = body + " under " + defaults + " and " + overrides;
        ObjectNode expected = (ObjectNode) MAPPER.readTree(body);
        for (Map.Entry<String, String> each : defaults.entrySet()) {
            if (members(body, each.getKey()).stream().allMatch(raw -> raw.endsWith(":null"))) {
                expected.set(each.getKey(), MAPPER.readTree(each.getValue()));
            }
        }
        for (Map.Entry<String, String> each : overrides.entrySet()) {
            JsonNode value = MAPPER.readTree(each.getValue());
            if (value.isNull()) {
                expected.remove(each.getKey());
            } else {
                expected.set(each.getKey(), value);
            }
        }
        String result = new String(rewritten, UTF_8);
        assertEquals(expected, MAPPER.readTree(result), told);
        for (String name : List.of("a", "b", "c", "é", "ab", "", "x\"y")) {
            if (!defaults.containsKey(name) && !overrides.containsKey(name)) {
                assertEquals(members(body, name), members(result, name), told);
            }
        }
        overrides.forEach((name, json) ->
                assertEquals(json.equals("null") ? 0 : 1, members(result, name).size(), told));
    }

    /** Names and values as they are written, of the members of that name. */
    private static List<String> members(String body, String name) {
        byte[] bytes = body.getBytes(UTF_8);
        List<String> members = new ArrayList<>();
        JsonCursor cursor = new JsonCursor(bytes);
        cursor.enter();
        while (cursor.nextKey()) {
            String key = new String(bytes, cursor.keyStart(), cursor.keyEnd() - cursor.keyStart(), UTF_8);
            boolean named = cursor.key().equals(name);
            cursor.skip();
            if (named) {
                members.add(key + ":"
                        + new String(bytes, cursor.valueStart(), cursor.valueEnd() - cursor.valueStart(), UTF_8));
            }
        }
        cursor.finish();
        return members;
    }

    private String body() {
        StringBuilder body = new StringBuilder(any(SPACES)).append('{').append(any(SPACES));
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            body.append(i > 0 ? "," + any(SPACES) : "")
                    .append('"')
                    .append(any(NAMES))
                    .append('"')
                    .append(any(SPACES))
                    .append(':')
                    .append(any(SPACES))
                    .append(any(VALUES))
                    .append(any(SPACES));
        }
        return body.append('}').append(any(SPACES)).toString();
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parameters.put(any(OWN), any(VALUES));
        }
        return parameters;
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
