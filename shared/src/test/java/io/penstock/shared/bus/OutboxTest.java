package io.penstock.shared.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.Usage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class OutboxTest {

    private final List<Frame> messages = new ArrayList<>();

    private void receive(Vertx vertx, String address) {
        FrameCodec.register(vertx.eventBus());
        MessageConsumer<Frame> unused =
                vertx.eventBus().<Frame>consumer(address).handler(message -> messages.add(message.body()));
    }

    private static Frame.Data data(int sequence, int bytes) {
        return new Frame.Data(1, sequence, Buffer.buffer(new byte[bytes]), Usage.estimate(1, 1));
    }

    /** After all that was due at the time of the call, and what that brought about. */
    private static void later(Vertx vertx, Runnable check) {
        vertx.setTimer(50, timer -> check.run());
    }

    @Test
    void framesOfOneTurnGoInOneMessageInTheirOrder(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            receive(vertx, "far");
            Outbox outbox = new Outbox(vertx, "own");
            List<Frame> sent = List.of(data(0, 1), new Frame.Credit(2, "x", 3), data(1, 1));
            sent.forEach(frame -> outbox.send("other", "far", frame));
            later(
                    vertx,
                    () -> test.verify(() -> {
                        assertEquals(List.of(new Frame.Bundle(sent)), messages);
                        test.completeNow();
                    }));
        });
    }

    @Test
    void aSingleFrameGoesAsItIs(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            receive(vertx, "far");
            Outbox outbox = new Outbox(vertx, "own");
            outbox.send("other", "far", data(0, 1));
            vertx.setTimer(5, timer -> outbox.send("other", "far", data(1, 1)));
            later(
                    vertx,
                    () -> test.verify(() -> {
                        assertEquals(List.of(data(0, 1), data(1, 1)), messages);
                        test.completeNow();
                    }));
        });
    }

    @Test
    void framesForItsOwnNodeDoNotWait(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            receive(vertx, "near");
            Outbox outbox = new Outbox(vertx, "own");
            outbox.send("own", "near", data(0, 1));
            outbox.send("own", "near", data(1, 1));
            later(
                    vertx,
                    () -> test.verify(() -> {
                        assertEquals(List.of(data(0, 1), data(1, 1)), messages);
                        test.completeNow();
                    }));
        });
    }

    @Test
    void largeBundlesAreCutAndNothingIsLost(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            receive(vertx, "far");
            Outbox outbox = new Outbox(vertx, "own");
            for (int i = 0; i < 40; i++) {
                outbox.send("other", "far", data(i, Frame.MAX_PAYLOAD));
            }
            later(
                    vertx,
                    () -> test.verify(() -> {
                        assertTrue(messages.size() > 10, () -> messages.size() + " messages");
                        int next = 0;
                        for (Frame message : messages) {
                            List<Frame> frames =
                                    message instanceof Frame.Bundle bundle ? bundle.frames() : List.of(message);
                            assertTrue(frames.size() <= 3, () -> frames.size() + " frames");
                            for (Frame frame : frames) {
                                assertEquals(next++, ((Frame.Data) frame).sequence());
                            }
                        }
                        assertEquals(40, next);
                        test.completeNow();
                    }));
        });
    }

    @Test
    void whoHearsThatNobodyIsThereMayOfferToOthersAtOnce(Vertx vertx, VertxTestContext test) {
        vertx.runOnContext(v -> {
            receive(vertx, "there");
            Outbox outbox = new Outbox(vertx, "own");
            Frame.Open open = FrameWireTest.open();
            for (int i = 0; i < 20; i++) {
                String gone = "gone." + i;
                outbox.offer("other", gone, open, () -> outbox.offer("other", "there", open, () -> {}));
            }
            later(
                    vertx,
                    () -> test.verify(() -> {
                        int offers = 0;
                        for (Frame message : messages) {
                            offers += message instanceof Frame.Bundle bundle
                                    ? bundle.frames().size()
                                    : 1;
                        }
                        assertEquals(20, offers);
                        test.completeNow();
                    }));
        });
    }

    @Test
    void tellsEachOfferThatNobodyIsThere(Vertx vertx, VertxTestContext test) {
        List<Integer> told = new ArrayList<>();
        vertx.runOnContext(v -> {
            FrameCodec.register(vertx.eventBus());
            Outbox outbox = new Outbox(vertx, "own");
            Frame.Open open = FrameWireTest.open();
            outbox.offer("other", "gone", open, () -> told.add(1));
            outbox.offer("other", "gone", open, () -> told.add(2));
            outbox.offer("own", "gone too", open, () -> told.add(3));
            later(
                    vertx,
                    () -> test.verify(() -> {
                        assertEquals(List.of(1, 2, 3), told.stream().sorted().toList());
                        test.completeNow();
                    }));
        });
    }
}
