package io.penstock.provider.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.provider.upstream.AnswerMessage.ToolCall;
import io.penstock.shared.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionWriterTest {

    private final CompletionWriter writer = new CompletionWriter("chatcmpl-1", 17, "m");

    @Test
    void writesTextReasoningAndToolCalls() throws Exception {
        writer.choice(0, AnswerMessage.text("hé\n"), "stop");
        writer.choice(
                1,
                new AnswerMessage(
                        null,
                        "hm",
                        List.of(),
                        null,
                        List.of(new ToolCall("call_1", "f", "{\"a\":1}"), new ToolCall("call_2", "g", "{}")),
                        null),
                "tool_calls");
        writer.end(Usage.reported(3, 4));
        assertDocument("""
                {"id":"chatcmpl-1","object":"chat.completion","created":17,"model":"m","choices":[
                 {"index":0,"message":{"role":"assistant","content":"hé\\n","refusal":null},"logprobs":null,"finish_reason":"stop"},
                 {"index":1,"message":{"role":"assistant","content":null,"reasoning_content":"hm","refusal":null,
                   "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
                                 {"id":"call_2","type":"function","function":{"name":"g","arguments":"{}"}}]},
                  "logprobs":null,"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
                """);
    }

    @Test
    void writesLongTextInPieces() throws Exception {
        writer.openText(0);
        writer.text("a \"");
        writer.text("b");
        writer.closeText("length");
        writer.openText(1);
        writer.closeText("stop");
        writer.end(Usage.estimate(0, 2));
        assertDocument("""
                {"id":"chatcmpl-1","object":"chat.completion","created":17,"model":"m","choices":[
                 {"index":0,"message":{"role":"assistant","content":"a \\"b","refusal":null},"logprobs":null,"finish_reason":"length"},
                 {"index":1,"message":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":0,"completion_tokens":2,"total_tokens":2}}
                """);
    }

    private void assertDocument(String expected) throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree(expected), json.readTree(writer.take().toString()));
    }
}
