package io.penstock.provider.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.shared.chat.Usage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {

    private static final String HEAD =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":17,\"model\":\"m \\\"x\\\"\",\"choices\":[";

    private final ChunkWriter writer = new ChunkWriter("chatcmpl-1", 17, "m \"x\"");

    @Test
    void writesEachEventInItsForm() {
        writer.role(0);
        assertWritten(
                "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":null}]}");
        writer.content(1, "a\n\"é\"\u2028");
        assertWritten(
                "{\"index\":1,\"delta\":{\"content\":\"a\\n\\\"é\\\"\u2028\"},\"logprobs\":null,\"finish_reason\":null}]}");
        writer.reasoning(0, "hm");
        assertWritten(
                "{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"},\"logprobs\":null,\"finish_reason\":null}]}");
        writer.refusal(0, "no");
        assertWritten("{\"index\":0,\"delta\":{\"refusal\":\"no\"},\"logprobs\":null,\"finish_reason\":null}]}");
        writer.toolCallStart(0, 2, "call_1", "f");
        assertWritten(
                "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":2,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]},\"logprobs\":null,\"finish_reason\":null}]}");
        writer.toolCallArguments(0, 2, "{\"a\":");
        assertWritten(
                "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":2,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}]},\"logprobs\":null,\"finish_reason\":null}]}");
        writer.finish(12, "stop");
        assertWritten("{\"index\":12,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}");
        writer.usage(Usage.reported(3, 4));
        assertWritten("],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}");
    }

    @Test
    void endsWithTheDoneEvent() {
        writer.done();
        assertEquals("data: [DONE]\n\n", writer.take().toString());
    }

    @Test
    void keepsABrokenCharacterWholeAcrossChunks() throws Exception {
        writer.content(0, "x\ud83d");
        writer.content(0, "\ude00y");
        StringBuilder joined = new StringBuilder();
        for (String event : writer.take().toString().split("\n\n")) {
            JsonNode chunk = new ObjectMapper().readTree(event.substring("data: ".length()));
            joined.append(chunk.at("/choices/0/delta/content").textValue());
        }
        assertEquals("x😀y", joined.toString());
    }

    @Test
    void takesEachByteOnce() {
        writer.content(0, "a");
        int length = writer.length();
        assertEquals(length, writer.take().length());
        assertEquals(0, writer.length());
        assertEquals(0, writer.take().length());
    }

    @Test
    void makesIdsOfTheApisForm() {
        List<String> ids = Arrays.asList(CompletionIds.completion(), CompletionIds.completion());
        assertTrue(ids.get(0).matches("chatcmpl-[0-9A-Za-z]{24}"), ids.get(0));
        assertTrue(CompletionIds.toolCall().matches("call_[0-9A-Za-z]{24}"));
        assertNotEquals(ids.get(0), ids.get(1));
    }

    private void assertWritten(String rest) {
        assertEquals(HEAD + rest + "\n\n", writer.take().toString());
    }
}
