package io.penstock.provider.contract.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.run.Ask;
import io.penstock.provider.contract.run.ClientSink;
import io.penstock.provider.contract.run.Reply;
import io.penstock.provider.contract.run.Rig;
import io.penstock.provider.contract.run.WireAnswer;
import io.penstock.provider.contract.run.WireAnswer.Then;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.upstream.Call;
import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.UpstreamCall;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Clients that leave, and clients that read slowly. */
public interface FlowPart extends ContractPart {

    Duration SOON = Duration.ofSeconds(10);
    /** Of one piece of a flood's text. */
    int PIECE = 16 * 1024;
    /** More than the sockets' buffers hold: 14 MiB. */
    int PIECES = 896;

    long WINDOW = 256 * 1024;

    @Test
    default void aClientThatLeavesBeforeTheAnswerEndsTheRequest() {
        leaves(Answer.silent(), false);
    }

    @Test
    default void aClientThatLeavesMidStreamEndsTheRequest() {
        leaves(WireAnswer.stream(form().stream(Scenario.says("So ", "far").ending(Finish.NONE)), Then.HOLD), true);
    }

    private void leaves(Answer answer, boolean begun) {
        rig().upstream().reset();
        rig().upstream().queue(answer);
        ClientSink sink = new ClientSink();
        Call call = rig().start(Ask.user("hi"), true, sink);
        Await.until("the request", () -> !rig().upstream().calls().isEmpty(), SOON);
        if (begun) {
            Rig.await(sink.begun());
        }
        UpstreamCall upstream = rig().upstream().calls().get(0);
        long left = System.nanoTime();
        boolean cancelled = rig().onLoop(() -> {
            call.cancel();
            return true;
        });
        assertTrue(cancelled);
        assertTrue(upstream.awaitCancelled(left, SOON).compareTo(Duration.ofSeconds(2)) < 0);
        assertFalse(rig().onLoop(() -> sink.ended().isDone()), "a cancelled call's sink was told something");
        // And the provider goes on.
        assertEquals(
                "next",
                streamed(Ask.user("hi"), Scenario.says("next")).reply(true).content());
    }

    @Test
    default void aClientThatReadsSlowlySlowsTheProvider() {
        String[] pieces = new String[PIECES];
        Arrays.fill(pieces, "x".repeat(PIECE));
        Streamed flood = form().stream(Scenario.says(pieces));
        WireAnswer answer = WireAnswer.stream(flood);
        rig().upstream().reset();
        rig().upstream().queue(answer);
        ClientSink sink = new ClientSink(WINDOW);
        var unused = rig().start(Ask.user("hi"), true, sink);
        Rig.await(sink.filled());
        // A whole other call on the same event loop: all that was on its way has come by then.
        rig().upstream().queue(WireAnswer.stream(form().stream(Scenario.says("other"))));
        ClientSink other = new ClientSink();
        var unusedToo = rig().start(Ask.user("hi"), true, other);
        assertEquals(
                "other", Reply.streamed(Rig.await(other.ended()).body(), true).content());
        long held = rig().onLoop(sink::unread);
        assertTrue(held < WINDOW + 512 * 1024, () -> held + " bytes for a client that does not read");
        assertTrue(answer.written() < (long) PIECE * PIECES, "the provider was not slowed");
        while (!sink.ended().isDone()) {
            boolean read = rig().onLoop(() -> {
                boolean full = sink.isFull();
                sink.read();
                return full;
            });
            if (!read) {
                Thread.onSpinWait();
            }
        }
        ClientSink.Ended ended = Rig.await(sink.ended());
        assertNull(ended.failure());
        assertEquals(
                (long) PIECE * PIECES,
                Reply.streamed(ended.body(), true).content().length());
    }
}
