package io.penstock.shared.chat.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {

    @Test
    void givesTheSpansOfValuesWithTheirQuotesAndBraces() {
        String text = " { \"a\" : \"x\\ny\" , \"b\":[1, {}] ,\"c\": -1.5e3}\n";
        JsonCursor cursor = new JsonCursor(text.getBytes(UTF_8));
        cursor.enter();
        assertTrue(cursor.nextKey());
        assertEquals("a", text.substring(cursor.keyStart(), cursor.keyEnd()));
        assertEquals("x\ny", cursor.string());
        assertTrue(cursor.valueEscaped());
        assertEquals("\"x\\ny\"", text.substring(cursor.valueStart(), cursor.valueEnd()));
        assertTrue(cursor.nextKey());
        assertEquals(JsonCursor.Kind.ARRAY, cursor.skip());
        assertEquals("[1, {}]", text.substring(cursor.valueStart(), cursor.valueEnd()));
        assertTrue(cursor.nextKey());
        assertEquals('-', text.charAt(cursor.position()));
        assertEquals(-1500, cursor.number());
        assertTrue(cursor.valueIs("-1.5e3".getBytes(UTF_8)));
        assertFalse(cursor.nextKey());
        cursor.finish();
    }

    @Test
    void readsAPartOfAnArray() {
        byte[] bytes = "xx{\"a\":true}yy".getBytes(UTF_8);
        JsonCursor cursor = new JsonCursor(bytes, 2, bytes.length - 2);
        cursor.enter();
        assertTrue(cursor.nextKey());
        assertTrue(cursor.bool());
        assertFalse(cursor.nextKey());
        cursor.finish();
        assertThrows(MalformedJsonException.class, () -> new JsonCursor(bytes, 2, bytes.length - 3).skip());
    }

    @ParameterizedTest
    @CsvSource({
        "model, true",
        "\\u006dodel, true",
        "\\u006Dode\\u006c, true",
        "Model, false",
        "model\\u0000, false",
        "mode, false",
        "\\\\u006dodel, false"
    })
    void knowsAKeyInWhateverEscapesItIsWritten(String key, boolean is) {
        JsonCursor cursor = new JsonCursor(("{\"" + key + "\":1}").getBytes(UTF_8));
        cursor.enter();
        assertTrue(cursor.nextKey());
        assertEquals(is, cursor.keyIs("model".getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\xC0\\x80\"",
                "\"\\xC1\\xBF\"",
                "\"\\xE0\\x9F\\xBF\"",
                "\"\\xED\\xA0\\x80\"",
                "\"\\xF0\\x8F\\xBF\\xBF\"",
                "\"\\xF4\\x90\\x80\\x80\"",
                "\"\\xF5\\x80\\x80\\x80\"",
                "\"\\x80\"",
                "\"\\xE2\\x82\"",
                "\"\\xFF\"",
                "\"\\x1F\"",
                "\\xEF\\xBB\\xBF\"x\""
            })
    void refusesWhatIsNotUtf8(String escaped) {
        assertThrows(MalformedJsonException.class, () -> new JsonCursor(bytes(escaped)).skip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\xC2\\x80\"",
                "\"\\xE0\\xA0\\x80\"",
                "\"\\xED\\x9F\\xBF\"",
                "\"\\xEE\\x80\\x80\"",
                "\"\\xF0\\x90\\x80\\x80\"",
                "\"\\xF4\\x8F\\xBF\\xBF\"",
                "\"\\x7F\""
            })
    void acceptsTheEdgesOfUtf8(String escaped) {
        byte[] bytes = bytes(escaped);
        assertEquals(new String(bytes, 1, bytes.length - 2, UTF_8), new JsonCursor(bytes).string());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'  ', 2",
        "'{', 1",
        "'{\"a\":1,}', 7",
        "'{\"a\" 1}', 5",
        "'{\"a\":01}', 6",
        "'[1 2]', 3",
        "'{\"a\":tru}', 5",
        "'\"\\q\"', 1",
        "'1.', 2"
    })
    void namesTheByteAtFault(String text, int offset) {
        MalformedJsonException e = assertThrows(MalformedJsonException.class, () -> {
            JsonCursor cursor = new JsonCursor(text.getBytes(UTF_8));
            cursor.skip();
            cursor.finish();
        });
        assertEquals(offset, e.offset());
        assertTrue(e.getMessage().endsWith(" at byte " + offset), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void refusesADepthBombBeforeTheStackDoes(String open) {
        byte[] bomb = open.repeat(1_000_000).getBytes(UTF_8);
        MalformedJsonException e = assertThrows(MalformedJsonException.class, () -> new JsonCursor(bomb).skip());
        assertTrue(e.getMessage().contains("nested deeper than " + JsonCursor.MAX_DEPTH), e.getMessage());
    }

    @Test
    void countsDepthNotContainers() {
        int deep = JsonCursor.MAX_DEPTH - 1;
        String nested = "[".repeat(deep) + "]".repeat(deep);
        assertEquals(JsonCursor.Kind.ARRAY, skipAll("[" + nested + "," + nested + "]"));
        assertThrows(MalformedJsonException.class, () -> skipAll("[[" + nested + "]]"));
    }

    private static JsonCursor.Kind skipAll(String text) {
        JsonCursor cursor = new JsonCursor(text.getBytes(UTF_8));
        JsonCursor.Kind kind = cursor.skip();
        cursor.finish();
        return kind;
    }

    /** {@code \xHH} stands for one byte. */
    private static byte[] bytes(String escaped) {
        StringBuilder latin = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\x", i)) {
                latin.append((char) Integer.parseInt(escaped, i + 2, i + 4, 16));
                i += 3;
            } else {
                latin.append(escaped.charAt(i));
            }
        }
        return latin.toString().getBytes(ISO_8859_1);
    }
}
