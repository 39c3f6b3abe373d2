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
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ends of a stream against each other, with the wire between them in the test's hands. */
class AnswerStreamTest {

    private static final Usage PROMPT = Usage.estimate(10, 0);

    private final Deque<Frame.Answer> wire = new ArrayDeque<>();
    private final List<Long> grants = new ArrayList<>();
    private final Received received = new Received();
    private final AnswerSender sender = new AnswerSender(1, AnswerReceiver.WINDOW, wire::add);
    private final AnswerReceiver receiver = new AnswerReceiver(received, grants::add, PROMPT);

    private static class Received implements AnswerReceiver.Listener {
        final Buffer bytes = Buffer.buffer();
        final List<String> dropped = new ArrayList<>();
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
        public void dropped(List<String> parameters) {
            dropped.addAll(parameters);
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

    /** Bytes whose usage does not matter. */
    private void write(Buffer bytes) {
        sender.write(bytes, PROMPT);
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            receiver.accept(wire.poll());
        }
    }

    @Test
    void sendsNoMoreThanWasGranted() {
        write(random(3 * (int) AnswerReceiver.WINDOW));
        assertEquals(AnswerReceiver.WINDOW, payload());
        assertTrue(sender.isFull());
    }

    @Test
    void noFrameIsLargerThanTheMaximum() {
        write(random((int) AnswerReceiver.WINDOW));
        assertTrue(wire.stream().allMatch(f -> ((Frame.Data) f).bytes().length() <= Frame.MAX_PAYLOAD));
    }

    @Test
    void goesOnWhenTheClientHasTakenSome() {
        int[] drained = {0};
        sender.onDrain(() -> drained[0]++);
        write(random((int) AnswerReceiver.WINDOW));
        deliver();
        receiver.taken((int) AnswerReceiver.WINDOW);
        grants.forEach(sender::grant);
        assertEquals(1, drained[0]);
        assertFalse(sender.isFull());
    }

    @Test
    void theEndWaitsForWhatWasWrittenBefore() {
        write(random(2 * (int) AnswerReceiver.WINDOW));
        sender.end(Usage.reported(1, 2));
        deliver();
        assertEquals(0, received.ends);
        sender.grant(10 * AnswerReceiver.WINDOW);
        deliver();
        assertEquals(2 * AnswerReceiver.WINDOW, received.bytes.length());
        assertEquals(Usage.reported(1, 2), received.usage);
    }

    @Test
    void theLastBytesGoWithTheEnd() {
        sender.end(Buffer.buffer("all"), Usage.reported(1, 2));
        assertEquals(List.of(new Frame.End(1, 0, Buffer.buffer("all"), Usage.reported(1, 2))), List.copyOf(wire));
        deliver();
        assertEquals(Buffer.buffer("all"), received.bytes);
        assertEquals(1, received.ends);
        assertEquals(Usage.reported(1, 2), received.usage);
    }

    @Test
    void theLastBytesWaitForCreditAsAnyOthers() {
        Buffer first = random((int) AnswerReceiver.WINDOW - 5);
        write(first);
        sender.end(Buffer.buffer("0123456789"), Usage.reported(1, 2));
        deliver();
        assertEquals(0, received.ends);
        assertEquals(AnswerReceiver.WINDOW, received.bytes.length());
        sender.grant(AnswerReceiver.WINDOW + 1);
        deliver();
        assertEquals(0, received.ends);
        sender.grant(AnswerReceiver.WINDOW + 100);
        deliver();
        assertEquals(1, received.ends);
        assertEquals(Buffer.buffer().appendBuffer(first).appendString("0123456789"), received.bytes);
    }

    @Test
    void lastBytesAfterACancelGoNowhere() {
        sender.cancel();
        sender.end(Buffer.buffer("late"), Usage.reported(1, 2));
        assertTrue(wire.isEmpty());
    }

    @Test
    void hearsNoEndWhereItsLastBytesFindTheClientGone() {
        AnswerReceiver[] own = new AnswerReceiver[1];
        Received left = new Received() {
            @Override
            public void data(Buffer data) {
                super.data(data);
                own[0].close();
            }
        };
        own[0] = new AnswerReceiver(left, grants::add, PROMPT);
        own[0].accept(new Frame.End(1, 0, Buffer.buffer("x"), Usage.reported(1, 2)));
        assertEquals(0, left.ends);
        assertEquals(Usage.reported(1, 2), own[0].usage());
    }

    @Test
    void anAbortDoesNotWait() {
        write(random(2 * (int) AnswerReceiver.WINDOW));
        sender.abort(Failure.passing(ApiErrors.draining()), null);
        deliver();
        assertEquals("draining", received.code());
        assertTrue(sender.isClosed());
    }

    @Test
    void anAbortTakesBackAnEndThatWaitsBehindBytesNotSent() {
        write(random(2 * (int) AnswerReceiver.WINDOW));
        sender.end(Usage.reported(1, 2));
        sender.abort(Failure.passing(ApiErrors.draining()), null);
        sender.grant(10 * AnswerReceiver.WINDOW);
        deliver();
        assertEquals("draining", received.code());
        assertEquals(1, received.ends);
    }

    @Test
    void onlyTheFirstEndCounts() {
        sender.end(Usage.reported(1, 2));
        sender.fail(Failure.passing(ApiErrors.draining()), null);
        write(random(10));
        deliver();
        assertEquals(1, received.ends);
        assertEquals(0, received.bytes.length());
    }

    @Test
    void droppedParametersComeBeforeTheAnswerAndNeedNoCredit() {
        AnswerSender poor = new AnswerSender(1, 0, wire::add);
        poor.dropped(List.of("seed", "n"));
        poor.write(random(10), PROMPT);
        assertEquals(1, wire.size());
        deliver();
        assertEquals(List.of("seed", "n"), received.dropped);
        assertEquals(0, received.bytes.length());
        assertEquals(PROMPT, receiver.usage());
        poor.grant(10);
        poor.end(Usage.reported(1, 2));
        deliver();
        assertEquals(random(10), received.bytes);
        assertEquals(1, received.ends);
    }

    @Test
    void droppedParametersAreToldOnce() {
        sender.dropped(List.of("seed"));
        sender.dropped(List.of("n"));
        deliver();
        assertEquals(List.of("seed"), received.dropped);
    }

    @Test
    void whereNothingIsDroppedNothingIsTold() {
        sender.dropped(List.of());
        sender.dropped(List.of(""));
        assertTrue(wire.isEmpty());
    }

    @Test
    void droppedParametersAreNotToldInTheMiddleOfAnAnswer() {
        AnswerSender poor = new AnswerSender(1, 0, wire::add);
        poor.write(random(10), PROMPT);
        poor.dropped(List.of("seed"));
        assertTrue(wire.isEmpty());
        sender.end(PROMPT);
        sender.dropped(List.of("seed"));
        assertEquals(1, wire.size());
    }

    @Test
    void aFailureMayFollowDroppedParameters() {
        sender.dropped(List.of("seed"));
        sender.fail(Failure.passing(ApiErrors.draining()), null);
        deliver();
        assertEquals("draining", received.code());
    }

    @Test
    void aMissingFrameFailsTheStream() {
        write(random(10));
        write(random(10));
        write(random(10));
        receiver.accept(wire.poll());
        wire.poll();
        deliver();
        assertEquals("worker_lost", received.code());
        assertEquals(1, received.ends);
        assertTrue(receiver.isClosed());
    }

    @Test
    void untilAFrameComesTheUsageIsWhatItStartedFrom() {
        assertEquals(PROMPT, receiver.usage());
        receiver.fail(AnswerReceiver.lost("gone"));
        assertEquals(PROMPT, receiver.usage());
    }

    @Test
    void theUsageSoFarComesWithTheBytes() {
        sender.write(random(10), Usage.estimate(10, 1));
        sender.write(random(10), Usage.reported(9, 2));
        receiver.accept(wire.poll());
        assertEquals(Usage.estimate(10, 1), receiver.usage());
        receiver.accept(wire.poll());
        assertEquals(Usage.reported(9, 2), receiver.usage());
        sender.end(Usage.reported(9, 3));
        deliver();
        assertEquals(Usage.reported(9, 3), receiver.usage());
    }

    @Test
    void bytesThatWaitForCreditGoOutWithTheLatestUsage() {
        sender.write(random((int) AnswerReceiver.WINDOW), Usage.estimate(10, 1));
        sender.write(random(10), Usage.estimate(10, 2));
        sender.write(random(10), Usage.estimate(10, 3));
        deliver();
        assertEquals(Usage.estimate(10, 1), receiver.usage());
        sender.grant(AnswerReceiver.WINDOW + 5);
        deliver();
        assertEquals(Usage.estimate(10, 3), receiver.usage());
        sender.end(Usage.reported(9, 4));
        sender.grant(AnswerReceiver.WINDOW + 10);
        deliver();
        assertEquals(0, received.ends);
        assertEquals(Usage.reported(9, 4), receiver.usage());
    }

    @Test
    void aFailureSaysWhatWasBilled() {
        sender.write(random(10), Usage.estimate(10, 1));
        sender.fail(Failure.passing(ApiErrors.draining()), Usage.estimate(10, 7));
        deliver();
        assertEquals("draining", received.code());
        assertEquals(Usage.estimate(10, 7), receiver.usage());
    }

    @Test
    void aFailureMaySayThatNothingWasBilled() {
        sender.fail(Failure.passing(ApiErrors.draining()), null);
        deliver();
        assertEquals(null, receiver.usage());
    }

    @Test
    void anAbortSaysWhatWasBilledByTheTimeOfIt() {
        sender.write(random(2 * (int) AnswerReceiver.WINDOW), Usage.estimate(10, 1));
        sender.end(Usage.reported(9, 5));
        sender.abort(Failure.passing(ApiErrors.draining()), Usage.reported(9, 5));
        deliver();
        assertEquals("draining", received.code());
        assertEquals(Usage.reported(9, 5), receiver.usage());
    }

    @Test
    void aStreamWithAGapCostsWhatWasKnownBeforeIt() {
        sender.write(random(10), Usage.estimate(10, 1));
        sender.write(random(10), Usage.estimate(10, 2));
        sender.end(Usage.reported(9, 3));
        receiver.accept(wire.poll());
        wire.poll();
        deliver();
        assertEquals("worker_lost", received.code());
        assertEquals(Usage.estimate(10, 1), receiver.usage());
    }

    @Test
    void theUsageIsThereWhenTheListenerHears() {
        List<@Nullable Usage> seen = new ArrayList<>();
        AnswerReceiver[] itself = new AnswerReceiver[1];
        itself[0] = new AnswerReceiver(
                new AnswerReceiver.Listener() {
                    @Override
                    public void dropped(List<String> parameters) {}

                    @Override
                    public void data(Buffer bytes) {
                        seen.add(itself[0].usage());
                    }

                    @Override
                    public void end(Usage usage) {
                        seen.add(itself[0].usage());
                    }

                    @Override
                    public void fail(Failure failure) {}
                },
                grants::add,
                PROMPT);
        sender.write(random(10), Usage.estimate(10, 1));
        sender.end(Usage.reported(9, 3));
        wire.forEach(itself[0]::accept);
        assertEquals(List.of(Usage.estimate(10, 1), Usage.reported(9, 3)), seen);
    }

    @Test
    void aSmallerGrantThanBeforeChangesNothing() {
        write(random(3 * (int) AnswerReceiver.WINDOW));
        sender.grant(5);
        assertEquals(AnswerReceiver.WINDOW, payload());
    }

    @Test
    void nothingIsSentAfterCancel() {
        write(random(3 * (int) AnswerReceiver.WINDOW));
        wire.clear();
        sender.cancel();
        sender.grant(10 * AnswerReceiver.WINDOW);
        sender.end(Usage.reported(0, 0));
        assertTrue(wire.isEmpty());
    }

    /**
     * Random writes, deliveries, reads and lost or repeated grants: every byte arrives once and in order,
     * and never ahead of its usage, which here counts the bytes.
     */
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
                        sender.write(next, Usage.estimate(0, written.length()));
                    } else if (written.length() >= 2_000_000) {
                        sender.end(Usage.reported(0, written.length()));
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
            assertTrue(Objects.requireNonNull(receiver.usage()).completionTokens() >= received.bytes.length());
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
