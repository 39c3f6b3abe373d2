package io.penstock.provider.upstream.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.chat.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawObjectTest {

    private static RawObject read(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(RawObject.read(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1.0}",
                "{ \"a\" : 9007199254740993,\n  \"\\u0062\" : [ 1 , 2 ] , \"c\":{ \"d\" :\"\\u00e9\"} }",
            })
    void writesWhatItReadAsItWas(String json) {
        assertEquals(json.replace("] ,", "],"), read(json).raw().toString());
    }

    @Test
    void changesOnlyWhatItIsToldTo() {
        RawObject object = read("{\"a\": 1, \"b\": {\"x\": 1e5, \"y\": null}, \"c\": [3.10]}");
        Objects.requireNonNull(object.object("b")).put("y", RawValue.NULL);
        object.put("a", RawValue.number(2));
        object.putFirst("first", RawValue.string("q\"q"));
        object.rename("c", "z");
        object.put("last", RawArray.of(RawValue.NULL));
        assertEquals(
                "{\"first\":\"q\\\"q\",\"a\": 2, \"b\": {\"x\": 1e5, \"y\": null},\"z\":[3.10],\"last\":[null]}",
                object.raw().toString());
        object.remove("first");
        object.remove("b");
        assertEquals("{\"a\": 2,\"z\":[3.10],\"last\":[null]}", object.raw().toString());
    }

    @Test
    void leavesTheOriginalAloneWhenACopyIsChanged() {
        RawObject object = read("{\"a\":1}");
        object.copy().put("a", RawValue.number(2));
        assertEquals("{\"a\":1}", object.raw().toString());
    }

    @Test
    void countsTheLastOfTwoMembersWithOneKey() {
        assertEquals(
                "2",
                Objects.requireNonNull(read("{\"a\":1,\"\\u0061\":2}").value("a"))
                        .toString());
    }

    @Test
    void takesNullForAbsent() {
        RawObject object = read("{\"a\":null,\"b\":\"\"}");
        assertNull(object.value("a"));
        assertNull(object.object("a"));
        assertNull(object.array("b"));
        assertNull(object.text("b"));
    }

    @Test
    void isNoObjectWhereTheTextIsAnotherValue() {
        assertNull(RawObject.read(new byte[] {'[', ']'}, 0, 2));
        assertThrows(MalformedJsonException.class, () -> read("{\"a\":1,}"));
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "-7, -7",
        "1.9, 1",
        "1e3, 1000",
        "1e400, 9223372036854775807",
        "1e-400, 0",
        "1e999999999, 9223372036854775807",
        "99999999999999999999, 9223372036854775807",
        "1e99999999999, -1",
        "true, -1",
        "null, -1"
    })
    void readsIntegersFromAnyNumber(String json, long expected) {
        assertEquals(expected, RawValue.ofJson(json).integer());
    }
}
