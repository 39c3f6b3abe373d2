package io.penstock.shared.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ends of a stream against each other, with the wire between them in the test's hands. */
class AnswerStreamTest {

    private final Deque<Frame.Answer> wire = new ArrayDeque<>();
    private final List<Long> grants = new ArrayList<>();
    private final Received received = new Received();
    private final AnswerSender sender = new AnswerSender(1, AnswerReceiver.WINDOW, wire::add);
    private final AnswerReceiver receiver = new AnswerReceiver(received, grants::add);

    private static final class Received implements AnswerReceiver.Listener {
        final Buffer bytes = Buffer.buffer();
        int ends;

        @Nullable
        Usage usage;

        @Nullable
        Failure failure;

        @Nullable
        String code() {
            return failure == null ? null : failure.error().code();
        }

        @Override
        public void data(Buffer data) {
            bytes.appendBuffer(data);
        }

        @Override
        public void end(Usage total) {
            usage = total;
            ends++;
        }

        @Override
        public void fail(Failure cause) {
            failure = cause;
            ends++;
        }
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            receiver.accept(wire.poll());
        }
    }

    @Test
    void sendsNoMoreThanWasGranted() {
        sender.write(random(3 * (int) AnswerReceiver.WINDOW));
        assertEquals(AnswerReceiver.WINDOW, payload());
        assertTrue(sender.isFull());
    }

    @Test
    void noFrameIsLargerThanTheMaximum() {
        sender.write(random((int) AnswerReceiver.WINDOW));
        assertTrue(wire.stream().allMatch(f -> ((Frame.Data) f).bytes().length() <= Frame.MAX_PAYLOAD));
    }

    @Test
    void goesOnWhenTheClientHasTakenSome() {
        int[] drained = {0};
        sender.onDrain(() -> drained[0]++);
        sender.write(random((int) AnswerReceiver.WINDOW));
        deliver();
        receiver.taken((int) AnswerReceiver.WINDOW);
        grants.forEach(sender::grant);
        assertEquals(1, drained[0]);
        assertFalse(sender.isFull());
    }

    @Test
    void theEndWaitsForWhatWasWrittenBefore() {
        sender.write(random(2 * (int) AnswerReceiver.WINDOW));
        sender.end(Usage.reported(1, 2));
        deliver();
        assertEquals(0, received.ends);
        sender.grant(10 * AnswerReceiver.WINDOW);
        deliver();
        assertEquals(2 * AnswerReceiver.WINDOW, received.bytes.length());
        assertEquals(Usage.reported(1, 2), received.usage);
    }

    @Test
    void anAbortDoesNotWait() {
        sender.write(random(2 * (int) AnswerReceiver.WINDOW));
        sender.abort(Failure.passing(ApiErrors.draining()));
        deliver();
        assertEquals("draining", received.code());
        assertTrue(sender.isClosed());
    }

    @Test
    void anAbortTakesBackAnEndThatWaitsBehindBytesNotSent() {
        sender.write(random(2 * (int) AnswerReceiver.WINDOW));
        sender.end(Usage.reported(1, 2));
        sender.abort(Failure.passing(ApiErrors.draining()));
        sender.grant(10 * AnswerReceiver.WINDOW);
        deliver();
        assertEquals("draining", received.code());
        assertEquals(1, received.ends);
    }

    @Test
    void onlyTheFirstEndCounts() {
        sender.end(Usage.reported(1, 2));
        sender.fail(Failure.passing(ApiErrors.draining()));
        sender.write(random(10));
        deliver();
        assertEquals(1, received.ends);
        assertEquals(0, received.bytes.length());
    }

    @Test
    void aMissingFrameFailsTheStream() {
        sender.write(random(10));
        sender.write(random(10));
        sender.write(random(10));
        receiver.accept(wire.poll());
        wire.poll();
        deliver();
        assertEquals("worker_lost", received.code());
        assertEquals(1, received.ends);
        assertTrue(receiver.isClosed());
    }

    @Test
    void aSmallerGrantThanBeforeChangesNothing() {
        sender.write(random(3 * (int) AnswerReceiver.WINDOW));
        sender.grant(5);
        assertEquals(AnswerReceiver.WINDOW, payload());
    }

    @Test
    void nothingIsSentAfterCancel() {
        sender.write(random(3 * (int) AnswerReceiver.WINDOW));
        wire.clear();
        sender.cancel();
        sender.grant(10 * AnswerReceiver.WINDOW);
        sender.end(Usage.reported(0, 0));
        assertTrue(wire.isEmpty());
    }

    /** Random writes, deliveries, reads and lost or repeated grants: every byte arrives once and in order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyByteArrivesOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        Buffer written = Buffer.buffer();
        int taken = 0;
        while (received.ends == 0) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (written.length() < 2_000_000 && !sender.isFull()) {
                        Buffer next = random(random.nextInt(100_000));
                        written.appendBuffer(next);
                        sender.write(next);
                    } else if (written.length() >= 2_000_000) {
                        sender.end(Usage.reported(0, 0));
                    }
                }
                case 1 -> {
                    if (!wire.isEmpty()) {
                        receiver.accept(wire.poll());
                    }
                }
                case 2 -> {
                    int some = random.nextInt(received.bytes.length() - taken + 1);
                    taken += some;
                    receiver.taken(some);
                }
                default -> sender.grant(receiver.granted());
            }
            assertTrue(received.bytes.length() - taken <= AnswerReceiver.WINDOW);
        }
        assertEquals(written, received.bytes);
    }

    private long payload() {
        return wire.stream().mapToLong(f -> ((Frame.Data) f).bytes().length()).sum();
    }

    private static Buffer random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return Buffer.buffer(bytes);
    }
}
