package io.penstock.shared.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class JsonValuesTest {

    @TempDir
    Path directory;

    private Loading loading;

    @BeforeEach
    void createLoading() {
        loading = new Loading(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1                    | 1",
                "-0                   | -0",
                "9007199254740993     | 9007199254740993",
                "123456789012345678901234567890 | 123456789012345678901234567890",
                "1.0                  | 1.0",
                "0.20                 | 0.20",
                "1.5e3                | 1.5e3",
                "1E-7                 | 1E-7",
                "true                 | true",
                "False                | false",
                "~                    | null",
                "null                 | null",
                "''                   | \"\"",
                "plain text           | \"plain text\"",
                "'1'                  | \"1\"",
                "\"true\"             | \"true\"",
                "!!str 1.0            | \"1.0\"",
                "2027-06-30           | \"2027-06-30\"",
                "\"a\\\"\\\\\\n\\u0001é😀\" | \"a\\\"\\\\\\n\\u0001é😀\"",
                "[]                   | []",
                "{}                   | {}",
                "[1, [a, ~], { b: 2.0 }] | [1,[\"a\",null],{\"b\":2.0}]",
                "{ 50256: -100, \"a\\\"b\": { c: [] } } | {\"50256\":-100,\"a\\\"b\":{\"c\":[]}}",
                "\"${V}\"             | \"1 \\\"x\\\"\"",
                "[\"a${V}\", \"$${V}\", \"${E:-}\"] | [\"a1 \\\"x\\\"\",\"${V}\",\"\"]",
                "\"${N}\"             | \"5\""
            })
    void rendersAnyValue(String yaml, String json) {
        assertEquals(Map.of("x", json), parameters("{ x: " + yaml + " }"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ".inf        | x: '.inf' is not a number as JSON writes it",
                "-.INF       | x: '-.INF' is not a number",
                ".nan        | x: '.nan' is not a number",
                "0x10        | x: '0x10' is not a number",
                "0b1         | x: '0b1' is not a number",
                "017         | x: '017' is not a number",
                "1_000       | x: '1_000' is not a number",
                "+1          | x: '+1' is not a number",
                ".5          | x: '.5' is not a number",
                "1.          | x: '1.' is not a number",
                "1:30        | x: '1:30' is not a number",
                "[1, yes]    | x[1]: 'yes' is neither true nor false; a text goes into quotes",
                "{ a: off }  | x.a: 'off' is neither true nor false",
                "!!binary aa | x: has a tag",
                "!own { }    | x: has a tag",
                "!!set { a } | x: has a tag",
                "{ a: 1, 'a': 2 } | x.a: is there already",
                "{ [a]: 1 }  | x: has a key that is not plain text",
                "{ <<: { a: 1 } } | x.<<: is not for JSON; write the keys out",
                "\"${NONE}\" | x: the environment variable NONE is not set",
                "[\"${NONE}\"] | x[0]: the environment variable NONE is not set"
            })
    void refusesWhatIsNoJson(String yaml, String problem) {
        String error = loading.error(config("{ x: " + yaml + " }"));
        assertTrue(error.startsWith("x.yaml:3: ") && error.contains("models.m.targets[0].overrides." + problem), error);
    }

    @Test
    void leavesOutAParameterThatTheEnvironmentLeftNothingOf() {
        assertEquals(Map.of("b", "1"), parameters("{ a: \"${E:-}\", b: 1 }"));
    }

    @Test
    void boundsWhatAliasesCanMakeOfIt() {
        assertTrue(loading.error(config("{ x: &x { a: *x } }")).contains("is nested deeper than 32 levels"));
        StringBuilder bomb = new StringBuilder("{ a0: &a0 [x, x]");
        for (int i = 1; i < 24; i++) {
            bomb.append(", a%d: &a%d [*a%d, *a%d]".formatted(i, i, i - 1, i - 1));
        }
        assertTrue(loading.error(config(bomb + " }")).contains("is longer than 65536 characters of JSON"));
    }

    private Map<String, String> parameters(String overrides) {
        return loading.load(config(overrides), Map.of("V", "1 \"x\"", "N", "5", "E", ""))
                .models()
                .get("m")
                .targets()
                .get(0)
                .overrides();
    }

    private static String config(String overrides) {
        return String.join(
                "\n",
                List.of(
                        "auth: none",
                        "providers: { e: { type: echo } }",
                        "models: { m: { targets: [ { provider: e, overrides: " + overrides + " } ] } }"));
    }
}
