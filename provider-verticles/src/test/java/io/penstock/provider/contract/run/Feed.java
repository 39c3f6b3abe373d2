package io.penstock.provider.contract.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.WireForm;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.http.AnswerReader.Done;
import io.penstock.provider.upstream.http.AnswerReader.Going;
import io.penstock.provider.upstream.http.AnswerReader.Outcome;
import io.penstock.testkit.StreamInvariants;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Feeds a streamed answer to what reads it, without a socket: fast enough for every byte's sake. */
public final class Feed {

    private final AnswerReader reader;
    private final Buffer output = Buffer.buffer();
    private Outcome outcome = Going.INSTANCE;

    private Feed(AnswerReader reader) {
        this.reader = reader;
    }

    public static Feed open(WireForm form, ChatCall call) {
        return new Feed(form.reader(call, new UpstreamErrors("up", List.of())));
    }

    /** As far as the answer goes on. */
    public Feed piece(byte[] bytes, int from, int to) {
        if (outcome == Going.INSTANCE) {
            took(reader.feed(Arrays.copyOfRange(bytes, from, to)));
        }
        return this;
    }

    /** The body is complete. */
    public Feed end() {
        if (outcome == Going.INSTANCE) {
            took(reader.end());
        }
        return this;
    }

    /** The connection has broken: for a caller {@link Going} is a failure then. */
    public Feed broken() {
        if (outcome == Going.INSTANCE) {
            took(reader.interrupted());
        }
        return this;
    }

    private void took(Outcome next) {
        outcome = next;
        @Nullable Buffer ready = reader.take();
        if (ready != null) {
            output.appendBuffer(ready);
        }
    }

    public boolean isDone() {
        return outcome instanceof Done;
    }

    public AnswerReader.Failed failed() {
        return assertInstanceOf(AnswerReader.Failed.class, outcome);
    }

    public boolean isGoing() {
        return outcome == Going.INSTANCE;
    }

    /** What the client has got; checked to be the beginning of a well-formed stream at least. */
    public Reply reply() {
        String text = output.toString(UTF_8);
        return isDone() ? Reply.streamed(text, true) : Reply.begun(text);
    }

    public String text() {
        return output.toString(UTF_8);
    }

    /** The client's events, with what is made anew for each answer taken out. */
    public List<JsonNode> events() {
        StreamInvariants.Answer answer = StreamInvariants.complete(output.toString(UTF_8), Ask.MODEL, true);
        assertNotNull(answer);
        return answer.chunks.stream().map(Feed::withoutIds).toList();
    }

    private static JsonNode withoutIds(JsonNode chunk) {
        ObjectNode copy = chunk.deepCopy();
        copy.remove(List.of("id", "created"));
        Stream.of("tool_calls", "reasoning_details")
                .flatMap(list -> copy.at("/choices/0/delta/" + list).valueStream())
                .forEach(item -> ((ObjectNode) item).remove("id"));
        return copy;
    }
}
