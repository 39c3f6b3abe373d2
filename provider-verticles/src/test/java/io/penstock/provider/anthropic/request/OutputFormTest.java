package io.penstock.provider.anthropic.request;

import static io.penstock.provider.anthropic.Requests.fields;
import static io.penstock.provider.anthropic.Requests.json;
import static io.penstock.provider.anthropic.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class OutputFormTest {

    private static final String CITY =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"maxLength\":9}},\"required\":[\"city\"]}";

    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-4-5", "claude-opus-5-5", "claude-fable-5-1"})
    void holdsTheModelToTheSchema(String model) {
        JsonNode sent = sent(schema(CITY), model);
        assertEquals(json("""
                        {"format":{"type":"json_schema","schema":{"type":"object","properties":{"city":{"type":"string",
                         "description":"Must have maxLength: 9."}},"required":["city"],"additionalProperties":false}}}"""), sent.path("output_config"));
        assertFalse(sent.has("tools") || sent.has("system"));
    }

    @Test
    void hasAnOlderModelGiveTheAnswerToATool() {
        JsonNode sent = sent(schema(CITY), "claude-3-5-haiku-20241022");
        assertEquals(
                json("[{\"name\":\"json_answer\",\"description\":\"Gives the answer.\",\"input_schema\":" + CITY
                        + "}]"),
                sent.path("tools"));
        assertEquals(
                json("{\"type\":\"tool\",\"name\":\"json_answer\",\"disable_parallel_tool_use\":true}"),
                sent.path("tool_choice"));
        assertFalse(sent.has("output_config"));
    }

    @Test
    void onlyTellsAModelThatHasOtherToolsToCallOrThinks() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],";
        ChatRequest chat = fields(tools + format(CITY));
        JsonNode busy = sent(chat, "claude-3-5-haiku-20241022");
        assertEquals(List.of("response_format"), chat.parameters().dropped());
        assertEquals(1, busy.path("tools").size());
        assertTrue(busy.at("/system/0/text").textValue().contains("conform to this JSON Schema: " + CITY));
        JsonNode thinking = sent(fields("\"reasoning_effort\":\"low\"," + format(CITY)), "claude-sonnet-4-0");
        assertEquals("enabled", thinking.at("/thinking/type").textValue());
        assertTrue(thinking.at("/system/0/text").textValue().contains("JSON Schema"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\",\"properties\":{\"m\":{\"type\":\"object\"}}}",
                "{\"type\":\"object\",\"properties\":{},\"additionalProperties\":{\"type\":\"string\"}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{}}}",
                "{\"type\":\"object\",\"properties\":{\"n\":{\"$ref\":\"#/$defs/n\"}},"
                        + "\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#/$defs/n\"}}}}}",
                "{\"type\":\"object\",\"properties\":{\"me\":{\"$ref\":\"#\"}}}"
            })
    void doesNotFalsifySchemasThatAnthropicCannotHoldAModelTo(String open) {
        assertEquals(json(open), sent(schema(open), "claude-haiku-4-5").at("/tools/0/input_schema"));
        JsonNode unforced = sent(schema(open), "claude-opus-5-5");
        assertFalse(unforced.has("tools") || unforced.has("output_config"));
        assertTrue(unforced.at("/system/0/text").textValue().contains("JSON Schema"));
    }

    @Test
    void keepsSharedDefinitionsAndAlternatives() {
        String shared = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/p\"},\"b\":{\"oneOf\":"
                + "[{\"type\":\"null\"},{\"$ref\":\"#/$defs/p\"}]},\"t\":{\"type\":\"string\",\"format\":\"date-time\"}},"
                + "\"required\":[\"a\",\"b\",\"t\"],\"$defs\":{\"p\":{\"type\":\"array\",\"items\":{\"type\":\"number\"}}}}";
        assertEquals(
                json(shared.replace("oneOf", "anyOf").replaceFirst("\\{", "{\"additionalProperties\":false,")),
                sent(schema(shared), "claude-haiku-4-5").at("/output_config/format/schema"));
    }

    @Test
    void asksForAnyJsonInWordsAndForTextNotAtAll() {
        for (String format : new String[] {
            "{\"type\":\"json_object\"}", "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}"
        }) {
            JsonNode sent = sent(fields("\"response_format\":" + format), "claude-haiku-4-5");
            assertTrue(sent.at("/system/0/text").textValue().startsWith("Answer with one JSON object"), format);
            assertFalse(sent.has("output_config"));
        }
        assertFalse(sent(fields("\"response_format\":{\"type\":\"text\"}"), "claude-haiku-4-5")
                .has("system"));
    }

    private static ChatRequest schema(String schema) {
        return fields(format(schema));
    }

    private static String format(String schema) {
        return "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"strict\":true,\"schema\":"
                + schema + "}}";
    }
}
