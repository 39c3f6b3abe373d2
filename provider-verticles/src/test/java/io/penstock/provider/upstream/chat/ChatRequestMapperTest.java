package io.penstock.provider.upstream.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.chat.request.ChatRequestReader;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ChatRequestMapperTest {

    @Test
    void readsAllKindsOfMessages() {
        ChatRequest request = messages("""
                {"role":"developer","content":"Be kind","cache_control":{"type":"ephemeral","ttl":"1h"}},
                {"role":"user","name":"ann","content":[{"type":"text","text":"what"},
                  {"type":"image_url","image_url":{"url":"data:image/png;x=y;base64,QUJD","detail":"low"}},
                  {"type":"image_url","image_url":{"url":"https://h/i.png"}}]},
                {"role":"assistant","content":null,"reasoning_content":"hm",
                  "reasoning_details":[{"type":"reasoning.text","format":"anthropic","text":"hm","signature":"s"},
                                       {"type":"reasoning.encrypted","format":"gemini","id":"c1","data":"d"}],
                  "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"n\\": 9007199254740993}"}}]},
                {"role":"tool","tool_call_id":"c1","content":"42"}
                """);
        assertEquals(
                new Message.Instructions(
                        "messages[0]",
                        List.of(new Part.Text("messages[0].content", "Be kind", new CacheControl("1h")))),
                request.messages().get(0));
        Message.User user = (Message.User) request.messages().get(1);
        assertEquals("ann", user.name());
        Part.Image inline = (Part.Image) user.parts().get(1);
        assertEquals(new Part.Source.Inline("image/png", "QUJD"), inline.source());
        assertEquals("low", inline.detail());
        assertEquals(
                new Part.Source.Link("https://h/i.png"),
                ((Part.Image) user.parts().get(2)).source());
        Message.Assistant assistant = (Message.Assistant) request.messages().get(2);
        assertEquals("hm", assistant.reasoning());
        assertEquals(List.of(ReasoningDetail.signed("anthropic", "hm", "s")), assistant.detailsOf("anthropic"));
        assertEquals(List.of(ReasoningDetail.encrypted("gemini", "c1", "d")), assistant.detailsOf("gemini"));
        assertEquals(
                "{\"n\": 9007199254740993}",
                assistant.toolCalls().get(0).argumentsObject().text());
        Message.ToolResult result = (Message.ToolResult) request.messages().get(3);
        assertEquals("c1", result.toolCallId());
    }

    @Test
    void readsToolsAndEveryFormOfChoice() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true}}],";
        ChatRequest request = map(tools + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
        assertEquals(List.of(new Tool("tools[0].function", "f", null, null, true, null)), request.tools());
        assertEquals(new ToolChoice.Named("f"), request.toolChoice());
        assertEquals(new ToolChoice.Auto(), map(tools + "\"n\":1").toolChoice());
        assertEquals(
                new ToolChoice.None(), map(tools + "\"tool_choice\":\"none\"").toolChoice());
        assertEquals(
                new ToolChoice.Required(),
                map(tools + "\"tool_choice\":\"required\"").toolChoice());
        assertEquals(
                new ToolChoice.Allowed(List.of("f"), true),
                map(tools + "\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\","
                                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}}")
                        .toolChoice());
        assertEquals("f", map("\"functions\":[{\"name\":\"f\"}]").tools().get(0).name());
    }

    @Test
    void namesWhatSaysSomethingAndNobodyTook() {
        Parameters parameters = map("\"temperature\":1.7,\"seed\":3,\"logprobs\":false,\"top_p\":1,\"user\":\"u\","
                        + "\"stop\":\"x\",\"metadata\":{},\"max_tokens\":5,\"stream\":false")
                .parameters();
        assertEquals(List.of("temperature", "seed", "user", "stop"), parameters.dropped());
        assertEquals(1.0, parameters.number("temperature", 0, 1));
        assertEquals(List.of("x"), parameters.texts("stop"));
        assertNull(parameters.text("missing"));
        assertEquals(List.of("seed", "user"), parameters.dropped());
        parameters.drop("temperature");
        parameters.drop("top_p");
        assertEquals(List.of("seed", "user", "temperature"), parameters.dropped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages[0].role | {'role':'robot','content':'x'}",
                "messages[0].content[0].type | {'role':'user','content':[{'type':'video','video':1}]}",
                "messages[0].content[0].image_url.url | {'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png,abc'}}]}",
                "messages[0].content[0].image_url.url | {'role':'user','content':[{'type':'image_url','image_url':{}}]}",
                "messages[0].tool_call_id | {'role':'tool','content':'x'}",
                "messages[0].tool_calls[0].id | {'role':'assistant','tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}",
                "messages[0].tool_calls[0].function.name | {'role':'assistant','tool_calls':[{'id':'c','function':{}}]}",
            })
    void refusesWhatCannotBeTranslatedAndNamesTheField(String param, String message) {
        ApiException refused = assertThrows(ApiException.class, () -> messages(message.replace('\'', '"')));
        assertEquals(400, refused.error().status());
        assertEquals(param, refused.error().param());
    }

    @Test
    void readsHowMuchTheModelShallThink() {
        assertEquals(
                ReasoningEffort.HIGH,
                map("\"reasoning_effort\":\"high\"").parameters().reasoningEffort());
        assertNull(map("\"n\":1").parameters().reasoningEffort());
        Parameters odd = map("\"reasoning_effort\":\"huge\"").parameters();
        assertEquals(
                "reasoning_effort",
                assertThrows(ApiException.class, odd::reasoningEffort).error().param());
    }

    @ParameterizedTest
    @CsvSource({"'',true", "' ',true", "'{}',true", "'[1]',false", "'{\"a\":',false", "'{} {}',false", "'x',false"})
    void argumentsAreOneObjectOrNothing(String arguments, boolean good) {
        Message.ToolCall call = new Message.ToolCall("messages[1].tool_calls[0]", "c", "f", arguments);
        if (good) {
            assertEquals("{}", call.argumentsObject().text());
        } else {
            ApiException refused = assertThrows(ApiException.class, call::argumentsObject);
            assertEquals(
                    "messages[1].tool_calls[0].function.arguments",
                    refused.error().param());
        }
    }

    @Test
    void keepsNumbersAsTheyAreWritten() throws Exception {
        ChatRequest request =
                map("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":"
                        + "{\"type\":\"integer\",\"maximum\":9007199254740993,\"multipleOf\":1.0}}}");
        ResponseFormat.JsonSchema format = assertInstanceOf(
                ResponseFormat.JsonSchema.class, request.parameters().responseFormat());
        assertEquals(
                "{\"type\":\"integer\",\"maximum\":9007199254740993,\"multipleOf\":1.0}",
                WireJson.MAPPER.writeValueAsString(format.schema()));
    }

    private static ChatRequest messages(String messages) {
        return map(("{\"model\":\"m\",\"messages\":[" + messages + "]}").getBytes(UTF_8));
    }

    private static ChatRequest map(String fields) {
        return map(("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + fields + "}")
                .getBytes(UTF_8));
    }

    private static ChatRequest map(byte[] body) {
        return ChatRequestMapper.map(body, ChatRequestReader.read(body));
    }
}
