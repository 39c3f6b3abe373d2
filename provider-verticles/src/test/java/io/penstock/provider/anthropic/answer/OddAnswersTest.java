package io.penstock.provider.anthropic.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.penstock.provider.anthropic.Requests;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.translate.Step;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What imitators of Anthropic's servers send. */
@NullUnmarked
class OddAnswersTest {

    private static final ChatRequest PLAIN = Requests.fields("");
    private static final ChatRequest JSON = Requests.fields("\"response_format\":{\"type\":\"json_object\"}");

    private final Told told = new Told();

    @Test
    void passesBlocksAndMembersOfNullOver() throws IOException {
        document(
                PLAIN,
                "{\"content\":[null,{},{\"type\":null,\"text\":\"x\"},{\"type\":\"text\",\"text\":null},"
                        + "{\"type\":\"redacted_thinking\",\"data\":null},{\"type\":\"text\",\"text\":\"ok\"}],"
                        + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":null,\"output_tokens\":3}}");
        assertEquals(List.of("text ok", "finish end_turn"), told.steps());
        assertNull(told.usage());
    }

    @Test
    void tellsAnAnswerThatIsAnEmptyObject() throws IOException {
        document(
                JSON,
                "{\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"json_answer\",\"input\":{}}],"
                        + "\"stop_reason\":\"tool_use\"}");
        assertEquals(List.of("text {}", "finish tool_use"), told.steps());
    }

    @Test
    void tellsAStreamedAnswerThatIsAnEmptyObject() {
        EventReader reader = new EventReader(JSON, told);
        for (String event : List.of(
                Answers.start("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"json_answer\",\"input\":{}}"),
                "{\"type\":\"content_block_delta\",\"index\":0,"
                        + "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}")) {
            assertEquals(Step.GOING, Answers.feed(reader, event));
        }
        assertEquals(List.of("text {}", "finish tool_use"), told.steps());
    }

    private void document(ChatRequest chat, String json) throws IOException {
        assertEquals(Step.END, DocumentReader.read(chat, json.getBytes(UTF_8), told));
    }
}
