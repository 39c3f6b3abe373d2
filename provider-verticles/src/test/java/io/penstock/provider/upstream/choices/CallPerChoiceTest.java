package io.penstock.provider.upstream.choices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.penstock.testkit.Chunks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the calls: how they are made, how they end, and who waits for whom. */
class CallPerChoiceTest {

    private static final Failure DOWN = Failure.passing(ApiErrors.providerError("it broke", null));

    private final ScriptedCalls calls = new ScriptedCalls();
    private final CallPerChoice provider = new CallPerChoice(calls);
    private final JoinedSink sink = new JoinedSink();

    private static ChatCall request(String fields) {
        byte[] body = ("{" + fields
                        + "\"model\": \"m\" , \"big\":90071992547409931.0,\"messages\":[{\"role\":\"user\"}]}")
                .getBytes(UTF_8);
        return new ChatCall(body, ChatRequestReader.read(body), 10, "up", new Deadlines(1, 2, 3, 4));
    }

    @CanIgnoreReturnValue
    private Call stream(int choices) {
        return provider.call(request("\"stream\":true,\"n\":" + choices + ","), sink);
    }

    private static String event(String chunk) {
        return "data: " + chunk + "\n\n";
    }

    private static String content(String text) {
        return event(Chunks.content("m", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"n\":1,", "\"n\": null,"})
    void aRequestForOneChoiceGoesAsItIs(String n) {
        ChatCall request = request(n);
        Call unused = provider.call(request, sink);
        assertSame(request, calls.call(0).request);
        assertSame(sink, calls.call(0).sink);
        assertEquals(1, calls.calls.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"n\":3,` | ``",
                "`\"seed\" : 1.0 , \"n\" : 3 , ` | `\"seed\" : 1.0 , `",
                "`\"\\u006e\":3,\"nn\":7,` | `\"nn\":7,`",
                "`\"n\":3,\"x\":{\"n\":4},` | `\"x\":{\"n\":4},`",
            })
    void theCallsAskForOneChoiceAndAreElseByteForByteTheSame(String fields, String without) {
        ChatCall request = request(fields);
        Call unused = provider.call(request, sink);
        assertEquals(3, calls.calls.size());
        for (ScriptedCalls.Made made : calls.calls) {
            assertEquals(new String(request(without).body(), UTF_8), new String(made.request.body(), UTF_8));
            assertEquals(1, made.request.peek().choices());
            assertEquals(ChatRequestReader.read(made.request.body()), made.request.peek());
            assertEquals("up", made.request.upstreamModel());
            assertEquals(request.deadlines(), made.request.deadlines());
            assertEquals(10, made.request.promptTokens());
        }
    }

    @Test
    void aBodyThatWouldFillTheMemoryIsRefused() {
        String long20MiB = "\"x\":\"" + "x".repeat(20 * 1024 * 1024) + "\",";
        Call call = provider.call(request(long20MiB + "\"n\":7,"), sink);
        assertTrue(calls.calls.isEmpty());
        Failure failure = sink.failure;
        assertNotNull(failure);
        assertEquals(400, failure.error().status());
        assertEquals("n", failure.error().param());
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertNull(call.billed());
        call.cancel();
        Call fits = provider.call(request(long20MiB + "\"n\":6,"), new JoinedSink());
        assertEquals(6, calls.calls.size());
        fits.cancel();
    }

    @Test
    void theFirstToFailCancelsTheOthersAndIsTheOneOutcome() {
        Call call = stream(3);
        calls.call(0).write(content("a"), Usage.estimate(10, 4));
        calls.call(1).fail(DOWN, Usage.reported(11, 5));
        assertTrue(calls.call(0).cancelled && calls.call(2).cancelled);
        assertSame(DOWN, sink.failure);
        assertEquals(new Usage(21, 9, true), sink.billed);
        calls.call(0).write(content("late"));
        calls.call(2).fail(DOWN, null);
        calls.call(0).end(Usage.reported(10, 9));
        assertFalse(sink.text.toString().contains("late"));
        assertEquals(1, sink.writes);
        call.cancel();
    }

    @Test
    void whereNoneWasBilledTheFailureCostsNothing() {
        stream(2);
        calls.call(0).fail(DOWN, null);
        assertNull(sink.billed);
        assertSame(DOWN, sink.failure);
    }

    @Test
    void whatHasEndedBeforeAnotherFailsIsBilledWhole() {
        stream(2);
        calls.call(0).write(content("a"));
        calls.call(0).end(Usage.reported(10, 9));
        calls.call(1).fail(DOWN, null);
        assertEquals(Usage.reported(10, 9), sink.billed);
    }

    @Test
    void noMoreCallsAreMadeOnceOneHasFailed() {
        calls.onCall = made -> {
            if (calls.calls.size() == 2) {
                made.fail(DOWN, null);
            }
        };
        stream(5);
        assertEquals(2, calls.calls.size());
        assertTrue(calls.call(0).cancelled);
        assertSame(DOWN, sink.failure);
    }

    @Test
    void cancelEndsAllAndTheSinkHearsNothingMore() {
        Call call = stream(3);
        calls.call(0).write(content("a"), Usage.reported(10, 2));
        calls.call(1).end(Usage.reported(10, 3));
        call.cancel();
        assertTrue(calls.call(0).cancelled && calls.call(2).cancelled);
        assertEquals(Usage.reported(20, 5), call.billed());
        int before = sink.writes;
        calls.call(2).write(content("late"));
        calls.call(0).end(Usage.reported(1, 1));
        calls.call(2).end(Usage.reported(1, 1));
        assertEquals(before, sink.writes);
        assertFalse(sink.isOver());
    }

    @Test
    void theUsageSoFarCountsThePromptOfEachCall() {
        stream(3);
        calls.call(1).write(content("a"), Usage.reported(12, 2));
        assertEquals(new Usage(32, 2, true), sink.soFar);
        calls.call(0).write(content("b"), Usage.reported(12, 1));
        calls.call(2).write(content("c"), Usage.reported(12, 1));
        assertEquals(Usage.reported(36, 4), sink.soFar);
    }

    @Test
    void whatAllLackIsToldOnce() {
        stream(3);
        for (ScriptedCalls.Made made : calls.calls) {
            made.sink.dropped(List.of("seed"));
            made.write(content("x"));
        }
        assertEquals(List.of("seed"), sink.dropped);
    }

    @Test
    void aFullClientHoldsAllBackAndAllGoOn() {
        stream(3);
        sink.room = 0;
        calls.calls.forEach(made -> assertTrue(made.sink.isFull()));
        sink.makeRoom(100_000);
        calls.calls.forEach(made -> assertEquals(1, made.drains));
        calls.calls.forEach(made -> assertFalse(made.sink.isFull()));
    }

    /** Each of them writes at once when it may, and as much as fills the client's room. */
    @Test
    void aSlowClientReadsAllChoicesInTurn() {
        stream(3);
        sink.room = 0;
        int[] written = new int[3];
        for (int i = 0; i < 3; i++) {
            int choice = i;
            ScriptedCalls.Made made = calls.call(i);
            assertTrue(made.sink.isFull());
            made.sink.onDrain(() -> {
                written[choice]++;
                made.write(content("some text"));
                assertTrue(made.sink.isFull());
            });
        }
        for (int round = 0; round < 30; round++) {
            sink.makeRoom(10);
        }
        assertEquals(10, written[0]);
        assertEquals(10, written[1]);
        assertEquals(10, written[2]);
    }

    @Test
    void plainAnswersAreNotHeldBack() {
        Call unused = provider.call(request("\"n\":2,"), sink);
        sink.room = 0;
        assertFalse(calls.call(0).sink.isFull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {nonsense\n\n", "data: []\n\n", "data: {\"id\":\"x\"}\n\n"})
    void anAnswerThatIsNotInTheWireFormIsAFailure(String event) {
        stream(2);
        calls.call(0).write(event);
        Failure failure = sink.failure;
        assertNotNull(failure);
        assertEquals("upstream_malformed", failure.error().code());
        assertTrue(calls.call(1).cancelled);
    }
}
