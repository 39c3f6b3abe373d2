package io.penstock.provider.bedrock.request;

import static io.penstock.provider.bedrock.Requests.CLAUDE;
import static io.penstock.provider.bedrock.Requests.fields;
import static io.penstock.provider.bedrock.Requests.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.upstream.chat.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class ToolsTest {

    private static final String HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    private static final String NOVA = "amazon.nova-lite-v1:0";
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'f','strict':true}},"
            + "{'type':'function','function':{'name':'g.h'},'cache_control':{'type':'ephemeral'}}]";
    private static final String NAMED = "'tool_choice':{'type':'function','function':{'name':'f'}}";
    private static final String SCHEMA = "'response_format':{'type':'json_schema','json_schema':{'name':'answer',"
            + "'schema':{'type':'object','properties':{'a':{'type':'object','properties':{}}}}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                CLAUDE + "|{'tool':{'name':'f'}}|2",
                NOVA + "|{'tool':{'name':'f'}}|2",
                "mistral.mistral-large-2407-v1:0|{'any':{}}|1",
                "qwen.qwen3-32b-v1:0|{'any':{}}|1"
            })
    void demandsOneToolAsTheModelCanBeTold(String model, String choice, int offered) {
        ChatRequest chat = fields(TOOLS + "," + NAMED);
        JsonNode sent = sent(chat, model).path("toolConfig");
        assertEquals(Ask.json(choice), sent.path("toolChoice"));
        assertEquals(offered, names(sent).size());
        assertEquals("f", names(sent).get(0));
        assertEquals(List.of(), chat.parameters().dropped());
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta.llama3-1-8b-instruct-v1:0", "us.deepseek.r1-v1:0", "cohere.command-r-v1:0"})
    void dropsTheDemandWhereTheModelHasNone(String model) {
        ChatRequest chat = fields(TOOLS + ",'tool_choice':'required'");
        assertFalse(sent(chat, model).path("toolConfig").has("toolChoice"));
        assertEquals(List.of("tool_choice"), chat.parameters().dropped());
    }

    @Test
    void rewritesNamesAndMarksToolsToKeepForClaudeOnly() {
        JsonNode claude = sent(fields(TOOLS), HAIKU).at("/toolConfig/tools");
        assertTrue(claude.at("/0/toolSpec/strict").asBoolean());
        assertTrue(claude.at("/1/toolSpec/name").asText().matches("g_h_[0-9a-f]{8}"), claude.toString());
        assertEquals(Ask.json("{'cachePoint':{'type':'default'}}"), claude.get(2));
        JsonNode nova = sent(fields(TOOLS), NOVA).at("/toolConfig/tools");
        assertEquals(2, nova.size());
        assertFalse(nova.at("/0/toolSpec").has("strict"));
        assertEquals(Ask.json("{'type':'object','properties':{}}"), nova.at("/0/toolSpec/inputSchema/json"));
    }

    @Test
    void asksClaudeForOneCallAtATimeInItsOwnWords() {
        ChatRequest chat = fields(TOOLS + "," + NAMED + ",'parallel_tool_calls':false");
        JsonNode sent = sent(chat, CLAUDE);
        assertEquals(
                Ask.json("{'type':'tool','name':'f','disable_parallel_tool_use':true}"),
                sent.at("/additionalModelRequestFields/tool_choice"));
        assertFalse(sent.path("toolConfig").has("toolChoice"));
        assertEquals(List.of(), chat.parameters().dropped());
        ChatRequest other = fields(TOOLS + ",'parallel_tool_calls':false");
        assertFalse(sent(other, NOVA).has("additionalModelRequestFields"));
        assertEquals(List.of("parallel_tool_calls"), other.parameters().dropped());
    }

    @Test
    void holdsAnAnswerToItsSchemaAsTheModelCan() {
        JsonNode newer = sent(fields(SCHEMA), HAIKU);
        JsonNode schema = newer.at("/outputConfig/textFormat/structure/jsonSchema");
        assertEquals("answer", schema.path("name").asText());
        assertEquals(
                Ask.json("{'type':'object','properties':{'a':{'type':'object','properties':{},"
                        + "'additionalProperties':false}},'additionalProperties':false}"),
                Ask.json(schema.path("schema").asText()));
        assertFalse(newer.has("toolConfig"));
        JsonNode older = sent(fields(SCHEMA), CLAUDE).path("toolConfig");
        assertEquals(List.of("json_answer"), names(older));
        assertEquals(Ask.json("{'tool':{'name':'json_answer'}}"), older.path("toolChoice"));
        JsonNode besideTools = sent(fields(SCHEMA + "," + TOOLS), CLAUDE).path("toolConfig");
        assertEquals(3, names(besideTools).size());
        assertEquals(Ask.json("{'any':{}}"), besideTools.path("toolChoice"));
    }

    @Test
    void asksForJsonWithoutASchemaInWords() {
        ChatRequest chat = fields("'response_format':{'type':'json_object'}");
        assertTrue(sent(chat, CLAUDE).at("/system/0/text").asText().contains("JSON"));
        assertEquals(List.of("response_format"), chat.parameters().dropped());
    }

    private static List<String> names(JsonNode config) {
        List<String> names = new ArrayList<>();
        config.path("tools").forEach(entry -> {
            if (entry.has("toolSpec")) {
                names.add(entry.at("/toolSpec/name").asText());
            }
        });
        return names;
    }
}
