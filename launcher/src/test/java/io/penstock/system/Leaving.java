package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.ChatClient;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.SseEvent;
import io.penstock.testkit.UpstreamCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A client that leaves, and how soon its provider's request is cancelled. Each check leaves some
 * times, in good order and by reset in turn; on a busy machine the quickest shows what the product
 * does, and none may take long.
 */
final class Leaving {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PROMISED = Duration.ofMillis(200);
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final int ROUNDS = 4;

    private Leaving() {}

    /** The model's script sends some content and then waits. */
    static void midStream(ScriptedUpstream upstream, ChatClient client, String model) {
        check(round -> {
            int before = upstream.calls(model).size();
            SseClient stream = client.stream(model, "hi");
            List<SseEvent> seen = stream.readUntil(SseEvent::hasContent, SOON);
            assertFalse(seen.isEmpty());
            UpstreamCall call = upstream.awaitCall(model, before + 1, SOON);
            return call.awaitCancelled(round % 2 == 0 ? stream.leave() : stream.abort(), SOON);
        });
    }

    /** The model's script is silent. */
    static void beforeFirstToken(ScriptedUpstream upstream, ChatClient client, String model) {
        check(round -> {
            int before = upstream.calls(model).size();
            SseClient stream = client.stream(model, "hi");
            UpstreamCall call = upstream.awaitCall(model, before + 1, SOON);
            return call.awaitCancelled(round % 2 == 0 ? stream.leave() : stream.abort(), SOON);
        });
    }

    /** The model's script is silent. */
    static void plain(ScriptedUpstream upstream, ChatClient client, String model) {
        check(round -> {
            int before = upstream.calls(model).size();
            RawHttp request = client.start(ChatClient.request(model, "hi"));
            UpstreamCall call = upstream.awaitCall(model, before + 1, SOON);
            return call.awaitCancelled(round % 2 == 0 ? request.leave() : request.abort(), SOON);
        });
    }

    private static void check(IntFunction<Duration> leave) {
        List<Duration> waits = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            waits.add(leave.apply(round));
        }
        assertTrue(Collections.min(waits).compareTo(PROMISED) <= 0, () -> "cancelled after " + waits);
        assertTrue(Collections.max(waits).compareTo(BUSY) <= 0, () -> "cancelled after " + waits);
    }
}
