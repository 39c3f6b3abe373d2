package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.json.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyParametersTest {

    private static final Map<String, String> NO = Map.of();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"x\":2,\"b\":3}            | {\"a\":1,\"x\":[9],\"b\":3}",
                "{ \"x\" : {\"x\":[1,{\"x\":2}]} , \"b\" : 1.0 } | { \"x\" : [9] , \"b\" : 1.0 }",
                "{\"\\u0078\": null}                 | {\"\\u0078\": [9]}",
                "{\"x\":1, \"b\":2, \"\\u0078\":3, \"x\":4} | {\"x\":[9], \"b\":2}",
                "{\"a\":{\"x\":1},\"b\":\"x\"}       | {\"a\":{\"x\":1},\"b\":\"x\",\"x\":[9]}",
                "{\"a\":1 }                          | {\"a\":1,\"x\":[9] }",
                "{}                                  | {\"x\":[9]}",
                "{ }                                 | {\"x\":[9] }"
            })
    void overrideCountsWhateverTheClientSent(String body, String expected) {
        assertEquals(expected, rewrite(new BodyParameters(NO, Map.of("x", "[9]")), body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"x\":2,\"b\":3}            | {\"a\":1,\"b\":3}",
                "{\"a\":1 , \"x\" : {} }             | {\"a\":1 }",
                "{ \"x\":2 , \"b\":3, \"c\":4}       | { \"b\":3, \"c\":4}",
                "{\"x\":2,\"x\":3, \"b\":[],\"\\u0078\":4} | {\"b\":[]}",
                "{\"x\":2}                           | {}",
                "{\"x\":2,\"x\":3 }                  | { }",
                "{\"a\":1}                           | {\"a\":1}"
            })
    void overrideOfNullDropsWhatTheClientSent(String body, String expected) {
        assertEquals(expected, rewrite(new BodyParameters(NO, Map.of("x", "null")), body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}                           | {\"a\":1,\"x\":\"é\"}",
                "{\"x\":2,\"a\":1}                   | {\"x\":2,\"a\":1}",
                "{\"\\u0078\":false}                 | {\"\\u0078\":false}",
                "{\"x\":null, \"a\":1}               | {\"a\":1,\"x\":\"é\"}",
                "{\"x\":null,\"x\":null}             | {\"x\":\"é\"}",
                "{\"x\":null,\"x\":5}                | {\"x\":null,\"x\":5}",
                "{\"a\":{\"x\":1}}                   | {\"a\":{\"x\":1},\"x\":\"é\"}"
            })
    void defaultCountsWhereTheClientSentNothing(String body, String expected) {
        assertEquals(expected, rewrite(new BodyParameters(Map.of("x", "\"é\""), NO), body));
    }

    @Test
    void overrideWinsOverADefaultOfItsName() {
        assertEquals("{\"x\":2}", rewrite(new BodyParameters(Map.of("x", "1"), Map.of("x", "2")), "{}"));
        assertEquals("{}", rewrite(new BodyParameters(Map.of("x", "1"), Map.of("x", "null")), "{\"x\":3}"));
    }

    @Test
    void addsInTheOrderOfTheFile() {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("d", "1");
        overrides.put("c", "9007199254740993");
        assertEquals(
                "{\"a\":0,\"d\":1,\"c\":9007199254740993,\"b\":1.0}",
                rewrite(new BodyParameters(Map.of("b", "1.0"), overrides), "{\"a\":0}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1}                    | {\"a\":1,\"max_tokens\":9}",
                "{\"max_completion_tokens\":5} | {\"max_completion_tokens\":5}",
                "{\"max_completion_tokens\":null} | {\"max_completion_tokens\":null,\"max_tokens\":9}",
                "{\"max_tokens\":null,\"max_completion_tokens\":5} | {\"max_tokens\":null,\"max_completion_tokens\":5}"
            })
    void defaultMaximumIsNotForAClientThatSentItByItsOtherName(String body, String expected) {
        assertEquals(expected, rewrite(new BodyParameters(Map.of("max_tokens", "9"), NO), body));
    }

    @Test
    void maximumThatIsDroppedWasNotSent() {
        BodyParameters renaming =
                new BodyParameters(Map.of("max_completion_tokens", "9"), Map.of("max_tokens", "null"));
        assertEquals("{\"max_completion_tokens\":9}", rewrite(renaming, "{\"max_tokens\":5}"));
        assertEquals("{\"max_completion_tokens\":4}", rewrite(renaming, "{\"max_completion_tokens\":4}"));
    }

    @Test
    void overriddenMaximumCannotBeEvadedByItsOtherName() {
        BodyParameters cap = new BodyParameters(Map.of("max_completion_tokens", "7"), Map.of("max_tokens", "9"));
        assertEquals("{\"max_tokens\":9}", rewrite(cap, "{\"max_completion_tokens\":100000}"));
        assertEquals("{\"max_tokens\":9}", rewrite(cap, "{\"max_tokens\":3}"));
        assertEquals("{\"max_tokens\":9}", rewrite(cap, "{}"));
    }

    @Test
    void replacesTheModelAndDropsTheOthers() {
        String body = " { \"models\" : [\"b\"] ,\"mod\\u0065l\": \"a\", \"x\":1 } ";
        assertEquals(
                " { \"mod\\u0065l\": \"é\\\"\", \"x\":1 } ",
                new String(BodyParameters.NONE.rewrite(body.getBytes(UTF_8), "é\"", true), UTF_8));
        assertEquals(
                " { \"models\" : [\"b\"] ,\"mod\\u0065l\": \"é\\\"\", \"x\":2 } ",
                new String(
                        new BodyParameters(NO, Map.of("x", "2")).rewrite(body.getBytes(UTF_8), "é\"", false), UTF_8));
        assertEquals(
                "{\"model\":\"m\"}", new String(BodyParameters.NONE.rewrite("{}".getBytes(UTF_8), "m", true), UTF_8));
    }

    @Test
    void copiesNothingWhereNothingChanges() {
        byte[] body = "{\"model\":\"m\",\"x\":1,\"y\":2}".getBytes(UTF_8);
        assertSame(body, BodyParameters.NONE.rewrite(body, null, false));
        assertSame(body, BodyParameters.NONE.rewrite(body, "m", true));
        BodyParameters same = new BodyParameters(Map.of("y", "3"), Map.of("x", "1", "z", "null"));
        assertSame(body, same.rewrite(body, "m", true));
        assertTrue(BodyParameters.NONE.isNone());
        assertFalse(same.isNone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":}", "{\"a\":1"})
    void refusesWhatIsNoObject(String body) {
        BodyParameters some = new BodyParameters(NO, Map.of("x", "1"));
        assertThrows(MalformedJsonException.class, () -> rewrite(some, body));
    }

    private static String rewrite(BodyParameters parameters, String body) {
        return new String(parameters.rewrite(body.getBytes(UTF_8), null, false), UTF_8);
    }
}
