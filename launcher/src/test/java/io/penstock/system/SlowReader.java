package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.UpstreamCall;
import java.time.Duration;
import java.util.function.Supplier;

/** A client that starts a huge stream and does not read it. */
final class SlowReader {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** What the kernel's socket buffers between upstream, nodes and client may take, with room to spare. */
    private static final long BUFFERS = 25_000_000;

    private SlowReader() {}

    /** Checks that the upstream comes to a stop far from its end while another stream is served as ever. */
    static void check(
            ScriptedUpstream upstream,
            ChatClient client,
            String floodModel,
            long size,
            String otherModel,
            Supplier<String> tails) {
        int before = upstream.calls(floodModel).size();
        try (SseClient slow = client.slowStream(ChatClient.streamRequest(floodModel, "hi"))) {
            UpstreamCall call = upstream.awaitCall(floodModel, before + 1, SOON);
            Await.until(() -> "the flood to begin" + tails.get(), () -> call.bytesWritten() > 1_000_000, SOON);
            awaitStandstill(call, tails);
            assertTrue(
                    call.bytesWritten() < Math.min(BUFFERS, size),
                    () -> "the upstream wrote " + call.bytesWritten() + " bytes for a client that reads none");
            long stopped = call.bytesWritten();

            long start = System.nanoTime();
            ChatStream other = client.streamed(ChatClient.streamRequest(otherModel, "count from 1 to 2000"));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(other.content().contains("2000"));
            assertTrue(took.toMillis() < 5000, () -> "another stream took " + took + tails.get());
            assertTrue(call.bytesWritten() - stopped < 1_000_000, "the flood goes on");

            Duration cancel = call.awaitCancelled(slow.abort(), SOON);
            assertTrue(cancel.toMillis() < 5000, () -> "cancelled only after " + cancel);
        }
        assertEquals(0, upstream.running(floodModel));
    }

    /** Waits until nothing has been written for a whole second. */
    private static void awaitStandstill(UpstreamCall call, Supplier<String> tails) {
        long[] last = {call.bytesWritten(), System.nanoTime()};
        Await.until(
                () -> "the flood to stand still; it wrote " + call.bytesWritten() + tails.get(),
                () -> {
                    long now = call.bytesWritten();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return System.nanoTime() - last[1] > 1_000_000_000L;
                },
                SOON);
    }
}
