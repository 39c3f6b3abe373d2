package io.penstock.provider.echo;

import static io.penstock.provider.echo.EchoHarness.asking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.shared.chat.error.ApiError;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoAnswersTest {

    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"first\"}},"
            + "{\"type\":\"function\",\"function\":{\"description\":\"x\",\"name\":\"get_weather\"}}]";

    private static EchoHarness echo;

    @BeforeAll
    static void start() {
        echo = new EchoHarness(Duration.ZERO);
    }

    @AfterAll
    static void stop() throws Exception {
        echo.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                " Hello,  world! | Hello,  world! ",
                "say hi there|hi there",
                "Say \"this is a test\"|this is a test",
                "  SAY: 'x'|x",
                "sayonara|sayonara",
                "repeat after me|after me",
                "Repeat 3 times: ho|ho ho ho",
                "repeat 1 time: “ho ho”|ho ho",
                "Count from 1 to 5.|1 2 3 4 5",
                "count from 3 to -2|3 2 1 0 -1 -2",
                "count from 7 to 7|7",
                "count from 1 to many|count from 1 to many",
                "write 3 words|water runs through",
                "Write 0 words|``",
                "call get_weather {}|call get_weather {}"
            })
    void obeysTheInstructionAtTheStart(String text, String answer) throws Exception {
        assertEquals(answer, echo.says(text, ""));
    }

    @Test
    void boundsWhatItGenerates() throws Exception {
        assertEquals(10_000, echo.says("count from 1 to 999999999999999", "").split(" ").length);
        assertEquals(1_000_000, echo.says("write 999999999 words", "").split(" ").length);
    }

    @Test
    void answersTheLastUserMessage() throws Exception {
        String body = """
                {"model":"pub","messages":[{"role":"system","content":"say no"},{"role":"user","content":"say one"},
                {"content":[{"type":"text","text":"What is"},{"type":"image_url","image_url":{"url":"data:x"}},
                {"type":"input_audio"},{"text":"?","type":"text"}],"role":"user"},{"role":"assistant","content":null}]}
                """;
        JsonNode document = echo.document(body);
        assertEquals(
                "What is [image] [audio] ?",
                document.at("/choices/0/message/content").textValue());
        // say no | say one | What is [ image ] [ audio ] ?
        assertEquals(2 + 2 + 9, document.at("/usage/prompt_tokens").intValue());
        assertEquals(9, document.at("/usage/completion_tokens").intValue());
    }

    @Test
    void writesOpenAisDocument() throws Exception {
        JsonNode document = echo.document(asking("say hi", ""));
        assertTrue(document.path("id").textValue().matches("chatcmpl-[0-9A-Za-z]{24}"));
        assertEquals("chat.completion", document.path("object").textValue());
        assertTrue(document.path("created").longValue() > 1_700_000_000L);
        assertEquals(
                EchoHarness.JSON.readTree(
                        "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\",\"refusal\":null},"
                                + "\"logprobs\":null,\"finish_reason\":\"stop\"}]"),
                document.path("choices"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "one two, three|,\"max_tokens\":3|one two,|length|3",
                "one two|,\"max_tokens\":2|one two|stop|2",
                "one two|,\"max_tokens\":1,\"max_completion_tokens\":9|one two|stop|2",
                "one two three|,\"stop\":\"o t\"|one tw|stop|3",
                "one two three|,\"stop\":[\"xx\",\" three\",\"thr\"]|one two |stop|3",
                "aaab aab|,\"stop\":\"aab\"|a|stop|1",
                "one two|,\"stop\":\"one\"|``|stop|1",
                "one two|,\"stop\":\"twoo\"|one two|stop|2",
                "one two three|,\"stop\":\"two three four\",\"max_tokens\":2|one two|length|2",
                "one|,\"stop\":\"\"|one|stop|1"
            })
    void cutsAtStopsAndAtMaxTokens(String text, String fields, String answer, String finish, int tokens)
            throws Exception {
        JsonNode document = echo.document(asking(text, fields));
        assertEquals(answer, document.at("/choices/0/message/content").textValue());
        assertEquals(finish, document.at("/choices/0/finish_reason").textValue());
        assertEquals(tokens, document.at("/usage/completion_tokens").intValue());
    }

    @Test
    void givesEachChoiceWhole() throws Exception {
        JsonNode document = echo.document(asking("say one two", ",\"n\":3"));
        assertEquals(3, document.path("choices").size());
        assertEquals(2, document.at("/choices/2/index").intValue());
        assertEquals("one two", document.at("/choices/2/message/content").textValue());
        assertEquals(6, document.at("/usage/completion_tokens").intValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Call get_weather {\"city\": \"Oslo\", \"id\": 9007199254740993} please | `` | get_weather | {\"city\": \"Oslo\", \"id\": 9007199254740993}",
                "call get_weather | `` | get_weather | {}",
                "call get_weather {broken | `` | get_weather | {}",
                "call get_weather [1] | `` | get_weather | {}",
                "hello | ,\"tool_choice\":\"required\" | first | {}",
                "call get_weather {\"a\":1} | ,\"tool_choice\":\"required\" | get_weather | {\"a\":1}",
                "hello | ,\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}} | get_weather | {}",
                "call first {\"a\":1} | ,\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}} | get_weather | {}"
            })
    void callsTools(String text, String fields, String name, String arguments) throws Exception {
        JsonNode choice = echo.document(asking(text, TOOLS + fields + ",\"max_tokens\":1"))
                .at("/choices/0");
        assertEquals("tool_calls", choice.path("finish_reason").textValue());
        assertTrue(choice.at("/message/content").isNull());
        JsonNode call = choice.at("/message/tool_calls/0");
        assertTrue(call.path("id").textValue().startsWith("call_"));
        assertEquals("function", call.path("type").textValue());
        assertEquals(name, call.at("/function/name").textValue());
        assertEquals(arguments, call.at("/function/arguments").textValue());
    }

    @Test
    void callsNoToolThatIsNotThereOrNotWanted() throws Exception {
        assertEquals("call other {}", echo.says("call other {}", TOOLS));
        assertEquals("call first {}", echo.says("call first {}", TOOLS + ",\"tool_choice\":\"none\""));
    }

    @Test
    void answersWithAToolsResult() throws Exception {
        String body = """
                {"model":"pub","messages":[{"role":"user","content":"call first {}"},
                {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"first","arguments":"{}"}}]},
                {"role":"tool","tool_call_id":"c","content":"say 12 degrees"}]""" + TOOLS + "}";
        assertEquals(
                "say 12 degrees",
                echo.document(body).at("/choices/0/message/content").textValue());
    }

    @ParameterizedTest
    @CsvSource({"json_object", "json_schema"})
    void answersInJsonWhereAsked(String type) throws Exception {
        String fields = ",\"response_format\":{\"type\":\"" + type + "\"}";
        String answer = echo.says("say \"q\" \\ é", fields);
        assertEquals(
                "\"q\" \\ é", EchoHarness.JSON.readTree(answer).path("echo").textValue());
        assertEquals("x", echo.says("x", ",\"response_format\":{\"type\":\"text\"}"));
    }

    @Test
    void followsTheSchemaWhereThereIsOne() throws Exception {
        String schema = "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";
        String format = "{\"json_schema\":{\"name\":\"x\",\"schema\":" + schema + "},\"type\":\"json_schema\"}";
        assertEquals("{\"city\":\"Oslo\"}", echo.says("Oslo", ",\"response_format\":" + format));
    }

    @Test
    void refusesRolesThatTheApiLacks() throws Exception {
        ApiError error = echo.refused("{\"model\":\"pub\",\"messages\":[{\"role\":\"user\"},{\"role\":\"wizard\"}]}");
        assertEquals(400, error.status());
        assertEquals("messages[1].role", error.param());
        assertTrue(
                error.message().contains("'assistant'") && error.message().endsWith("got 'wizard'."), error.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tool_choice | ,\"tool_choice\":\"required\"",
                "tool_choice | ,\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"x\"}}"
            })
    void refusesAToolChoiceThatCannotBe(String param, String fields) throws Exception {
        assertEquals(param, echo.refused(asking("hi", fields)).param());
    }

    @Test
    void refusesAStopThatIsTooLong() throws Exception {
        assertEquals(
                "stop",
                echo.refused(asking("hi", ",\"stop\":\"" + "x".repeat(1025) + "\""))
                        .param());
    }

    @Test
    void readsWhatNoTreeCould() throws Exception {
        String digits = "1".repeat(100_000);
        assertEquals("hi", echo.says("say hi", ",\"metadata\":{\"big\":" + digits + "},\"tools\":null,\"stop\":null"));
    }
}
