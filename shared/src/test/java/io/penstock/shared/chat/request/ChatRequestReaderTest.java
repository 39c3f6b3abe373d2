package io.penstock.shared.chat.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.json.Span;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestReaderTest {

    private static final String BASE = "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void findsWhatTheGatewayNeeds() {
        String body = " {\"n\":2,\"messages\" : [{\"content\":\"Hi\",\"role\":\"user\"}], \"max_tokens\":9,\n"
                + "\"stream_options\": {\"x\":1, \"include_usage\": true} ,\"mod\\u0065l\": \"gpt-\\u00e9\",\"stream\":true} ";
        ChatPeek peek = read(body);
        assertEquals("gpt-é", peek.model());
        assertEquals("\"gpt-\\u00e9\"", at(body, peek.modelValue()));
        assertTrue(peek.stream());
        assertTrue(peek.includeUsage());
        assertEquals(2, peek.choices());
        assertEquals(9, peek.maxTokens());
        assertEquals("[{\"content\":\"Hi\",\"role\":\"user\"}]".length(), peek.promptBytes());
        assertEquals("{\"x\":1, \"include_usage\": true}", at(body, peek.streamOptionsValue()));
        assertEquals("true", at(body, peek.includeUsageValue()));
        assertEquals(body.lastIndexOf('}'), peek.lastBrace());
    }

    @Test
    void assumesTheApisDefaults() {
        ChatPeek peek = read("{" + BASE + "}");
        assertFalse(peek.stream());
        assertFalse(peek.includeUsage());
        assertEquals(1, peek.choices());
        assertEquals(-1, peek.maxTokens());
        assertFalse(peek.streamOptionsValue().isPresent());
        assertFalse(peek.includeUsageValue().isPresent());
    }

    @Test
    void prefersMaxCompletionTokens() {
        assertEquals(
                5,
                read("{" + BASE + ",\"max_completion_tokens\":5,\"max_tokens\":7}")
                        .maxTokens());
        assertEquals(
                7,
                read("{" + BASE + ",\"max_completion_tokens\":null,\"max_tokens\":7}")
                        .maxTokens());
    }

    @Test
    void readsTheModelsToFallBackOn() {
        assertNull(read("{" + BASE + "}").models());
        assertEquals(List.of(), read("{" + BASE + ",\"models\":null}").models());
        assertEquals(List.of(), read("{" + BASE + ",\"models\": [ ]}").models());
        assertEquals(
                List.of("b", "é/c", "b"),
                read("{\"mod\\u0065ls\" : [\"b\" , \"\\u00e9/c\",\"b\"]," + BASE + "}")
                        .models());
        assertEquals(
                Collections.nCopies(32, "b"),
                read("{" + BASE + ",\"models\":[" + "\"b\",".repeat(31) + "\"b\"]}")
                        .models());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'b'       | models    | expected an array of at most 32 model names, or null, but got a string.",
                "{}        | models    | expected an array of at most 32 model names, or null, but got an object.",
                "['b', 1]  | models[1] | expected a non-empty string of at most 256 characters, but got 1.",
                "[null]    | models[0] | expected a non-empty string of at most 256 characters, but got null.",
                "[['b']]   | models[0] | expected a non-empty string of at most 256 characters, but got an array.",
                "['']      | models[0] | expected a non-empty string of at most 256 characters, but got an empty string.",
                "['LONG']  | models[0] | expected a non-empty string of at most 256 characters, but got a string.",
                "[MANY'b'] | models    | expected an array of at most 32 model names, or null, but got an array of 33."
            })
    void refusesModelsThatAreNoNames(String value, String param, String expected) {
        String json = value.replace("LONG", "m".repeat(257))
                .replace("MANY", "'b',".repeat(32))
                .replace('\'', '"');
        ApiError error = refused("{" + BASE + ",\"models\":" + json + "}");
        assertEquals(param, error.param());
        assertEquals("Invalid '" + param + "': " + expected, error.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":0",
                "\"temperature\":2.0",
                "\"temperature\":-0",
                "\"temperature\":1e-400",
                "\"top_p\":1",
                "\"frequency_penalty\":-2,\"presence_penalty\":2",
                "\"n\":128",
                "\"n\":1.0",
                "\"max_tokens\":2147483647",
                "\"stop\":\"x\"",
                "\"stop\":[]",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\"]",
                "\"user\":\"\"",
                "\"tools\":[]",
                "\"stream\":false,\"stream_options\":null",
                "\"stream\":true,\"stream_options\":{}",
                "\"stream_options\":{\"include_usage\":null},\"stream\":true",
                "\"temperature\":null,\"top_p\":null,\"n\":null,\"stop\":null,\"stream\":null,\"user\":null,\"tools\":null",
                "\"frequency_penalty\":null,\"presence_penalty\":null,\"max_tokens\":null,\"max_completion_tokens\":null",
                "\"unknown\":{\"model\":1},\"seed\":9007199254740993,\"seed\":1,\"Model\":\"y\""
            })
    void takesWhatTheApiAllows(String fields) {
        assertEquals("m", read("{" + BASE + "," + fields + "}").model());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"user\"}",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{}]}",
                "{\"role\":\"wizard\",\"content\":\"\"}",
                "{\"role\":\"user\",\"content\":[]}",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"whatever\"}]}"
            })
    void takesMessagesOfAnyRoleAndContent(String message) {
        assertEquals(
                "m", read("{\"model\":\"m\",\"messages\":[" + message + "]}").model());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "temperature       | -0.1      | a number between 0 and 2, but got -0.1.",
                "temperature       | 2.0001    | a number between 0 and 2, but got 2.0001.",
                "temperature       | 1e400     | a number between 0 and 2, but got 1e400.",
                "temperature       | \"1\"     | a number between 0 and 2, but got a string.",
                "top_p             | 1.1       | a number between 0 and 1, but got 1.1.",
                "top_p             | true      | a number between 0 and 1, but got true.",
                "frequency_penalty | -2.1      | a number between -2 and 2, but got -2.1.",
                "presence_penalty  | {}        | a number between -2 and 2, but got an object.",
                "n                 | 0         | an integer between 1 and 128, but got 0.",
                "n                 | 129       | an integer between 1 and 128, but got 129.",
                "n                 | 1.5       | an integer between 1 and 128, but got 1.5.",
                "n                 | 1e400     | an integer between 1 and 128, but got 1e400.",
                "max_tokens        | 0         | an integer between 1 and 2147483647, but got 0.",
                "max_tokens        | -1        | an integer between 1 and 2147483647, but got -1.",
                "max_tokens        | 99999999999999999999 | an integer between 1 and 2147483647, but got 99999999999999999999.",
                "max_completion_tokens | \"9\" | an integer between 1 and 2147483647, but got a string.",
                "stop              | 1         | a string, an array of at most 4 strings, or null, but got 1.",
                "stop              | [\"a\",\"b\",\"c\",\"d\",\"e\"] | a string, an array of at most 4 strings, or null, but got an array of 5 strings.",
                "stream            | \"true\"  | a boolean, but got a string.",
                "stream            | 1         | a boolean, but got 1.",
                "user              | 7         | a string, but got 7.",
                "tools             | {}        | an array of tools, but got an object.",
                "stream_options    | []        | an object or null, but got an array."
            })
    void refusesAWrongValue(String param, String value, String expected) {
        ApiError error = refused("{" + BASE + ",\"" + param + "\":" + value + "}");
        assertEquals(param, error.param());
        assertEquals("Invalid '" + param + "': expected " + expected, error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "model | {\"messages\":[{\"role\":\"user\"}]} | Missing required parameter 'model'",
                "model | {\"model\":\"\"} | got an empty string.",
                "model | {\"model\":null} | got null.",
                "model | {\"model\":[]} | got an array.",
                "messages | {\"model\":\"m\"} | Missing required parameter 'messages'",
                "messages | {\"messages\":null} | got null.",
                "messages | {\"messages\":\"x\"} | got a string.",
                "messages | {\"messages\":[]} | got an empty array.",
                "messages[0] | {\"messages\":[\"x\"]} | got a string.",
                "messages[1].role | {\"messages\":[{\"role\":\"user\"},{\"content\":\"x\"}]} | Missing required parameter",
                "messages[0].role | {\"messages\":[{\"role\":\"\"}]} | got an empty string.",
                "messages[0].role | {\"messages\":[{\"role\":3}]} | got 3.",
                "messages[0].content | {\"messages\":[{\"role\":\"user\",\"content\":7}]} | got 7.",
                "messages[0].content[1] | {\"messages\":[{\"content\":[{\"type\":\"text\"},\"x\"]}]} | got a string.",
                "messages[0].content[0].type | {\"messages\":[{\"content\":[{\"type\":null}]}]} | got null.",
                "messages[0].content[0].type | {\"messages\":[{\"content\":[{}]}]} | Missing required parameter",
                "stop[1] | {\"stop\":[\"a\",1]} | got 1.",
                "stream_options.include_usage | {\"stream_options\":{\"include_usage\":1}} | expected a boolean, but got 1."
            })
    void namesTheFieldAtFault(String param, String body, String message) {
        ApiError error = refused(body);
        assertEquals(param, error.param());
        assertTrue(error.message().contains(message), error.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"stream\":false,", "\"stream\":null,", ""})
    void refusesStreamOptionsWithoutAStream(String stream) {
        assertEquals(
                "stream_options",
                refused("{" + stream + BASE + ",\"stream_options\":{}}").param());
    }

    @ParameterizedTest
    @CsvSource({
        "model, model, '\"x\"'",
        "model, \\u006dodel, '\"x\"'",
        "messages, message\\u0073, '[{\"role\":\"user\"}]'",
        "stream, str\\u0065am, true"
    })
    void refusesAFieldThatOccursTwice(String param, String key, String value) {
        ApiError error = refused("{\"stream\":true," + BASE + ",\"" + key + "\":" + value + "}");
        assertEquals(param, error.param());
        assertTrue(error.message().contains("twice"), error.message());
    }

    @Test
    void refusesIncludeUsageTwice() {
        String options = "{\"include_usage\":false,\"include_us\\u0061ge\":true}";
        assertEquals(
                "stream_options.include_usage",
                refused("{" + BASE + ",\"stream\":true,\"stream_options\":" + options + "}")
                        .param());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | The request body is empty: expected a JSON object.",
                "` ` | The request body could not be parsed as JSON: unexpected end at byte 1.",
                "` []` | The request body must be a JSON object, but it is an array at byte 1.",
                "\"x\" | The request body must be a JSON object, but it is a string at byte 0.",
                "{\"a\":} | The request body could not be parsed as JSON: expected a value at byte 5.",
                "{\"a\":1 | The request body could not be parsed as JSON: unexpected end at byte 6.",
                "hello | The request body could not be parsed as JSON: expected a value at byte 0."
            })
    void saysWhyTheBodyIsNoObject(String body, String message) {
        ApiError error = refused(body);
        assertEquals(message, error.message());
        assertEquals(null, error.param());
    }

    @Test
    void refusesDataAfterTheObject() {
        assertTrue(refused("{" + BASE + "} {}").message().contains("unexpected data"));
    }

    @Test
    void refusesModelsThatOccurTwice() {
        for (String value : List.of("null", "[]", "[\"b\"]")) {
            ApiError error = refused("{" + BASE + ",\"models\":" + value + ",\"mod\\u0065ls\":[\"c\"]}");
            assertEquals("models", error.param());
            assertEquals("Invalid 'models': expected it once, but got it twice.", error.message());
        }
    }

    @Test
    void boundsTheModelsLength() {
        String body = "{\"messages\":[{\"role\":\"user\"}],\"model\":\"";
        assertEquals(256, read(body + "m".repeat(256) + "\"}").model().length());
        assertEquals("model", refused(body + "m".repeat(257) + "\"}").param());
    }

    private static ChatPeek read(String body) {
        return ChatRequestReader.read(body.getBytes(UTF_8));
    }

    private static ApiError refused(String body) {
        ApiError error = assertThrows(ApiException.class, () -> read(body)).error();
        assertEquals(400, error.status());
        assertEquals("invalid_request_error", error.type());
        assertEquals(null, error.code());
        assertTrue(error.lasting());
        return error;
    }

    private static String at(String body, Span span) {
        return body.substring(span.start(), span.end());
    }
}
