package io.penstock.provider.upstream.compatible;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.testkit.StreamInvariants;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeAnswerStreamedTest {

    private static final String REQUEST =
            "{\"model\":\"fast\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final WholeAnswerStreamed reader =
            new WholeAnswerStreamed("up", request(), new UpstreamErrors("up", List.of()));

    private static ChatCall request() {
        byte[] body = REQUEST.getBytes(UTF_8);
        return new ChatCall(body, ChatRequestReader.read(body), 7, "m", new Deadlines(1000, 1000, 1000, 1000));
    }

    private AnswerReader.Outcome read(String document) {
        AnswerReader.Outcome unused = reader.feed(document.getBytes(UTF_8));
        return reader.end();
    }

    @Test
    void aWholeAnswerBecomesAStream() {
        AnswerReader.Outcome outcome = read("""
                {
                  "id": "a", "object": "chat.completion", "created": 1, "model": "m",
                  "choices": [{"index": 0, "finish_reason": "stop",
                               "message": {"role": "assistant", "content": "two\\nlines"}}],
                  "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
                }
                """);
        assertEquals(
                Usage.reported(3, 2),
                assertInstanceOf(AnswerReader.Done.class, outcome).usage());
        Buffer stream = reader.take();
        assertNotNull(stream);
        StreamInvariants.complete(stream.toString(UTF_8), "fast", false);
        assertEquals(true, stream.toString(UTF_8).contains("two\\nlines"));
    }

    @Test
    void anErrorKeepsItsOwnWords() {
        AnswerReader.Outcome outcome = read("{\"error\":{\"message\":\"model is loading\",\"code\":\"loading\"}}");
        assertEquals(
                "loading",
                assertInstanceOf(AnswerReader.Failed.class, outcome)
                        .failure()
                        .error()
                        .code());
        assertNull(reader.take());
    }

    @Test
    void whatIsNeitherIsAFailure() {
        assertInstanceOf(AnswerReader.Failed.class, read("[]"));
        assertNull(reader.take());
    }
}
