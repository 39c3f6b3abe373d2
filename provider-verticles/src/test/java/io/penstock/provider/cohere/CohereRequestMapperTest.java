package io.penstock.provider.cohere;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ChatRequestMapper;
import io.penstock.provider.upstream.chat.WireJson;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.request.ChatRequestReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class CohereRequestMapperTest {

    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\","
                    + "\"parameters\":{\"type\":\"object\",\"properties\":{\"n\":{\"const\":9007199254740993}}}}},"
                    + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],";

    private List<String> dropped = List.of();

    @Test
    void sendsJustWhatTheClientSaid() throws IOException {
        UpstreamRequest request = new CohereTranslator().request(chat(HI), "command-a-03-2025", true);
        assertEquals("/v2/chat", request.path());
        assertEquals(
                "{\"model\":\"command-a-03-2025\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                new String(request.body(), UTF_8));
    }

    @Test
    void keepsTheConversationInItsOrderBehindAllInstructions() throws IOException {
        JsonNode messages = sent("""
                "messages":[{"role":"system","content":"Be kind"},
                {"role":"user","content":[{"type":"text","text":"what"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD","detail":"low"}},
                  {"type":"image_url","image_url":{"url":"https://h/i.png"}}]},
                {"role":"assistant","content":null,"reasoning_content":"I will look",
                  "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"n\\": 9007199254740993}"}},
                                {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
                {"role":"tool","tool_call_id":"c1","content":"42"},
                {"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"4"},{"type":"text","text":"3"}]},
                {"role":"developer","content":"Be brief"},
                {"role":"assistant","content":""},
                {"role":"assistant","content":"Done","reasoning_content":"hm"},
                {"role":"user","content":""}]
                """).path("messages");
        assertEquals(WireJson.MAPPER.readTree("""
                [{"role":"system","content":"Be kind\\n\\nBe brief"},
                {"role":"user","content":[{"type":"text","text":"what"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD","detail":"low"}},
                  {"type":"image_url","image_url":{"url":"https://h/i.png"}}]},
                {"role":"assistant","tool_plan":"I will look",
                  "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"n\\": 9007199254740993}"}},
                                {"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},
                {"role":"tool","content":"42","tool_call_id":"c1"},
                {"role":"tool","content":"43","tool_call_id":"c2"},
                {"role":"assistant","content":"Done"},
                {"role":"user","content":""}]
                """), messages);
    }

    @Test
    void refusesPartsThatCohereHasNoFormFor() {
        ApiException audio = assertThrows(
                ApiException.class,
                () -> sent("\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"QQ==\",\"format\":\"wav\"}}]}]"));
        assertEquals("messages[0].content[0]", audio.error().param());
        ApiException image = assertThrows(
                ApiException.class,
                () -> sent("\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":["
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://h/i.png\"}}]}]"));
        assertEquals(400, image.error().status());
    }

    @Test
    void givesAToolWithoutParametersAnEmptySchema() throws IOException {
        JsonNode tools = sent(TOOLS + HI).path("tools");
        assertEquals(
                "{\"type\":\"object\",\"properties\":{}}",
                tools.at("/1/function/parameters").toString());
        assertTrue(tools.toString().contains("9007199254740993"), tools::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"auto\"|f,g|",
                "\"none\"|f,g|NONE",
                "\"required\"|f,g|REQUIRED",
                "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}|g|REQUIRED",
                "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}}|f|",
                "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}}|f|REQUIRED",
            })
    void limitsTheToolsToThoseThatMayBeCalled(String choice, String names, String expected) throws IOException {
        JsonNode body = sent(TOOLS + "\"tool_choice\":" + choice + "," + HI);
        assertEquals(expected, body.path("tool_choice").textValue());
        assertEquals(
                List.of(names.split(",")),
                body.path("tools").findValues("name").stream()
                        .map(JsonNode::asText)
                        .toList());
        assertEquals(List.of(), dropped);
    }

    @Test
    void refusesToDemandAToolThatIsNotThere() {
        ApiException refused = assertThrows(
                ApiException.class,
                () -> sent(TOOLS + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"h\"}}," + HI));
        assertEquals("tool_choice", refused.error().param());
    }

    @Test
    void isStrictOnlyWhereEveryToolIs() throws IOException {
        String strict = "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true}}";
        assertTrue(sent("\"tools\":[" + strict + "]," + HI).path("strict_tools").asBoolean());
        assertFalse(sent("\"tools\":[" + strict + ",{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]," + HI)
                .has("strict_tools"));
    }

    @Test
    void callsParametersByCoheresNamesAndKeepsThemInItsRanges() throws IOException {
        JsonNode body = sent("\"temperature\":1.7,\"top_p\":1.0,\"top_k\":900,\"stop\":[\"a\",\"b\"],\"seed\":-1,"
                + "\"max_completion_tokens\":50,\"frequency_penalty\":1.5,\"presence_penalty\":-1,\"logprobs\":true,"
                + "\"safety_mode\":\"STRICT\",\"documents\":[\"d\"]," + HI);
        assertEquals(
                WireJson.MAPPER.readTree("{\"model\":\"m\",\"stream\":false,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"hi\"}],\"max_tokens\":50,\"stop_sequences\":[\"a\",\"b\"],\"temperature\":1.0,\"p\":0.99,"
                        + "\"k\":500,\"seed\":9223372036854775807,\"frequency_penalty\":1.0,\"logprobs\":true,"
                        + "\"documents\":[\"d\"],\"safety_mode\":\"STRICT\"}"),
                body);
        assertEquals(List.of(), dropped);
    }

    @Test
    void namesWhatCohereLacks() throws IOException {
        JsonNode body = sent("\"user\":\"u\",\"logit_bias\":{\"5\":1},\"top_logprobs\":2,\"parallel_tool_calls\":false,"
                + "\"store\":false,\"frequency_penalty\":0," + HI);
        assertEquals(List.of("user", "logit_bias", "top_logprobs", "parallel_tool_calls"), dropped);
        assertEquals(3, body.size());
    }

    @Test
    void asksForJsonByItsSchema() throws IOException {
        assertEquals(
                "{\"type\":\"json_object\"}",
                sent("\"response_format\":{\"type\":\"json_object\"}," + HI)
                        .path("response_format")
                        .toString());
        assertEquals(
                "{\"type\":\"json_object\",\"json_schema\":{\"type\":\"object\"}}",
                sent("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"strict\":true,"
                                + "\"schema\":{\"type\":\"object\"}}}," + HI)
                        .path("response_format")
                        .toString());
    }

    @Test
    void dropsTheFormatBesideTools() throws IOException {
        assertFalse(sent(TOOLS + "\"response_format\":{\"type\":\"json_object\"}," + HI)
                .has("response_format"));
        assertEquals(List.of("response_format"), dropped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"reasoning_effort\":\"none\"|{\"type\":\"disabled\"}",
                "\"reasoning_effort\":\"low\"|{\"type\":\"enabled\",\"token_budget\":1024}",
                "\"reasoning_effort\":\"high\"|{\"type\":\"enabled\",\"token_budget\":24576}",
                "\"reasoning_effort\":\"xhigh\"|{\"type\":\"enabled\"}",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":500}|{\"type\":\"enabled\",\"token_budget\":500}",
                "\"thinking\":{\"type\":\"disabled\"}|{\"type\":\"disabled\"}",
            })
    void turnsEffortIntoABudget(String asked, String expected) throws IOException {
        assertEquals(expected, sent(asked + "," + HI).path("thinking").toString());
        assertEquals(List.of(), dropped);
    }

    @Test
    void asksOnlyModelsToThinkThatCan() throws IOException {
        ChatRequest chat = chat("\"reasoning_effort\":\"high\"," + HI);
        assertEquals(
                null, CohereRequestMapper.map(chat, "command-r-08-2024", false).thinking());
        assertEquals(List.of("reasoning_effort"), chat.parameters().dropped());
        ChatRequest none = chat("\"reasoning_effort\":\"none\"," + HI);
        assertEquals(
                null, CohereRequestMapper.map(none, "command-a-03-2025", false).thinking());
        assertEquals(List.of(), none.parameters().dropped());
    }

    private JsonNode sent(String fields) throws IOException {
        ChatRequest chat = chat(fields);
        byte[] body = new CohereTranslator().request(chat, "m", false).body();
        dropped = chat.parameters().dropped();
        return WireJson.MAPPER.readTree(body);
    }

    private static ChatRequest chat(String fields) {
        byte[] body = ("{\"model\":\"c\"," + fields + "}").getBytes(UTF_8);
        return ChatRequestMapper.map(body, ChatRequestReader.read(body));
    }
}
