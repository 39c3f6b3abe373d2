package io.penstock.shared.chat.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"\\\b\f\n\r\t/\u0000\u001f\u007f",
                "é€😀\u2028",
                "\ud83d",
                "x\ude00\n\ud83dy😀",
                "\ude00\ud83d"
            })
    void readsBackAsItWas(String text) {
        String json = '"' + new String(JsonText.escape(text), UTF_8) + '"';
        assertEquals(text, new JsonCursor(json.getBytes(UTF_8)).string());
    }
}
