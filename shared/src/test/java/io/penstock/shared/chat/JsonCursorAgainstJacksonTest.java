package io.penstock.shared.chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.shared.chat.json.JsonCursor;
import io.penstock.shared.chat.json.MalformedJsonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The cursor accepts what a strict decoder of UTF-8 and Jackson together accept, and reads the same
 * keys and values in it. (Jackson alone lets overlong forms and surrogates in UTF-8 pass.)
 */
class JsonCursorAgainstJacksonTest {

    private static final String[] SEEDS = {
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi \\u00e9\\n\"}],\"n\":1}",
        "{\"a\":[],\"b\":{},\"c\":[[],[{}]],\"\":null}",
        "[0,-0,1.5,-2.25e10,3E-7,4e+2,true,false,null,\"\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        " \t\r\n{ \"k\" : [ 1 , 2 ] , \"\\u006b\" : \"\\ud83d\\ude00 😀 ÿ ࠀ \\ud83d\" } ",
        "\"text\"",
        "12",
        "null"
    };

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "\\u00",
        "\\ud800",
        "\\uDC00x",
        "0",
        "00",
        "-",
        "+",
        ".",
        "e",
        "E1",
        "1e5",
        "true",
        "nul",
        "NaN",
        "Infinity",
        " ",
        "\n",
        "\f",
        "/*x*/",
        "//",
        "#",
        "'",
        "\u0000",
        "\u001f",
        "\u007f",
        "\u00c0\u0080",
        "\u00e2\u0082\u00ac",
        "\u00ed\u00a0\u0080",
        "\u00f0\u009f\u0098\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u00ff",
        "\u00ef\u00bb\u00bf",
        "{\"a\":1}",
        "[1,2]",
        "\"x\"",
        ",\"y\":0"
    };

    private static final JsonFactory JACKSON = new JsonFactory();

    @Test
    void acceptsAndReadsWhatJacksonDoes() throws IOException {
        Random random = new Random(42);
        int accepted = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] text = mutated(random);
            List<String> expected = jacksonEvents(text);
            List<String> actual = cursorEvents(text);
            if ((expected == null) != (actual == null) || (expected != null && !expected.equals(actual))) {
                assertEquals(expected, actual, () -> new String(text, ISO_8859_1));
            }
            accepted += expected == null ? 0 : 1;
        }
        assertTrue(accepted > 30_000, "too few valid texts to mean something: " + accepted);
    }

    private static byte[] mutated(Random random) {
        String text = new String(SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8), ISO_8859_1);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(4));
            String piece = PIECES[random.nextInt(PIECES.length)];
            text = switch (random.nextInt(4)) {
                case 0 -> text.substring(0, at) + text.substring(to);
                case 1 -> text.substring(0, at) + piece + text.substring(at);
                case 2 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(to);
                default -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
            };
        }
        return text.getBytes(ISO_8859_1);
    }

    private static @Nullable List<String> cursorEvents(byte[] text) {
        List<String> events = new ArrayList<>();
        try {
            JsonCursor skipping = new JsonCursor(text);
            skipping.skip();
            skipping.finish();
            JsonCursor cursor = new JsonCursor(text);
            walk(cursor, text, events);
            cursor.finish();
            return events;
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static void walk(JsonCursor cursor, byte[] text, List<String> events) {
        switch (cursor.kind()) {
            case OBJECT -> {
                events.add("{");
                cursor.enter();
                while (cursor.nextKey()) {
                    events.add("key " + cursor.key());
                    walk(cursor, text, events);
                }
                events.add("}");
            }
            case ARRAY -> {
                events.add("[");
                cursor.enter();
                while (cursor.nextElement()) {
                    walk(cursor, text, events);
                }
                events.add("]");
            }
            case STRING -> events.add("string " + cursor.string());
            default -> {
                cursor.skip();
                events.add(new String(text, cursor.valueStart(), cursor.valueEnd() - cursor.valueStart(), ISO_8859_1));
            }
        }
    }

    private static @Nullable List<String> jacksonEvents(byte[] text) throws IOException {
        List<String> events = new ArrayList<>();
        try {
            String decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
            try (JsonParser parser = JACKSON.createParser(decoded)) {
                int depth = 0;
                do {
                    JsonToken token = parser.nextToken();
                    if (token == null) {
                        return null;
                    }
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    events.add(
                            switch (token) {
                                case FIELD_NAME -> "key " + parser.getText();
                                case VALUE_STRING -> "string " + parser.getText();
                                default -> parser.getText();
                            });
                } while (depth > 0);
                return parser.nextToken() == null ? events : null;
            }
        } catch (CharacterCodingException | JsonProcessingException e) {
            return null;
        }
    }
}
