package io.penstock.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.beat.Beat;
import io.penstock.shared.beat.BeatBoard;
import io.penstock.shared.beat.Health;
import io.penstock.shared.bus.Addresses;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.bus.Frame;
import io.penstock.shared.bus.FrameCodec;
import io.penstock.shared.bus.OwnLoop;
import io.penstock.shared.chat.Usage;
import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.shared.chat.json.Span;
import io.penstock.shared.chat.request.ChatPeek;
import io.penstock.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an attempt is known to have cost, with a worker in the test's hands at the other end of a real bus. */
class AttemptIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Usage PROMPT = Usage.estimate(7, 0);
    private static final ChatPeek PEEK =
            new ChatPeek("m", null, true, false, 1, -1, 40, Span.ABSENT, Span.ABSENT, Span.ABSENT, 0);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final BeatBoard board = new BeatBoard("g");
    private final Exchange exchange = new Exchange(vertx, "g", 0, board, new OwnLoop(), ApiErrors::noWorker);
    private final Queue<Message<Frame>> offers = new ConcurrentLinkedQueue<>();
    private final Queue<Frame.Cancel> cancels = new ConcurrentLinkedQueue<>();
    private final Heard heard = new Heard();

    @SuppressWarnings("NullAway.Init") // by open
    private Attempt attempt;

    @BeforeEach
    void start() {
        FrameCodec.register(vertx.eventBus());
        on(() -> exchange.start()).await();
        board.saw(
                new Beat("p", 1, false, false, false, false, "", Map.of("w", new int[] {0}), Health.GOOD, Map.of()),
                System.nanoTime());
        MessageConsumer<Frame> worker = vertx.eventBus().consumer(Addresses.worker("w", "p", 0));
        worker.handler(message -> {
            if (message.body() instanceof Frame.Open) {
                offers.add(message);
            } else if (message.body() instanceof Frame.Cancel cancel) {
                cancels.add(cancel);
            }
        });
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** What the listener heard, and the attempt's bill as it stood in its callbacks. Its loop's, but for the last event. */
    private final class Heard implements AttemptListener {
        volatile String last = "";

        @Nullable
        Usage billed;

        private void heard(String what) {
            billed = attempt.billed();
            last = what;
        }

        @Override
        public void dropped(List<String> parameters) {
            heard("dropped " + parameters);
        }

        @Override
        public void data(Buffer bytes) {
            heard("data " + bytes);
        }

        @Override
        public void end(Usage usage) {
            heard("end");
        }

        @Override
        public void fail(Failure failure) {
            heard("fail " + failure.error().code());
        }

        @Override
        public void notStarted(ApiError why, boolean tripped) {
            heard("not started");
        }
    }

    @Test
    void costsNothingWhereNobodyServesTheProvider() {
        open("nobody", 7);
        await("not started");
        assertNull(bill());
    }

    @Test
    void costsNothingWhereAllWorkersRefuse() {
        open("w", 7);
        send(new Frame.Refused(offer().stream(), Frame.Refused.Reason.BUSY));
        await("not started");
        assertNull(heard.billed);
        assertNull(bill());
    }

    @Test
    void costsNothingBeforeItIsOffered() {
        on(() -> {
            attempt = exchange.open(request("w", 7), heard);
            attempt.cancel(Frame.Cancel.Reason.UNWANTED);
            return true;
        });
        assertNull(bill());
    }

    @Test
    void costsThePromptOnceAWorkerHasAccepted() {
        open("w", 7);
        accept();
        assertEquals(PROMPT, bill());
    }

    @Test
    void estimatesAPromptThatWasNotCounted() {
        open("w", -1);
        accept();
        assertEquals(Usage.estimate(10, 0), bill());
    }

    @Test
    void costsThePromptAsOftenAsItIsRead() {
        on(() -> attempt = exchange.open(request("w", 7, 3), heard));
        accept();
        assertEquals(Usage.estimate(21, 0), bill());
    }

    @Test
    void costsThePromptWhereAWorkerMayHaveTakenIt() {
        open("w", 7);
        offer();
        await("fail worker_lost"); // no reply within 2 s
        assertEquals(PROMPT, heard.billed);
    }

    @Test
    void anAnswerSaysThatTheAttemptIsAccepted() {
        open("w", 7);
        send(data(0, "a", Usage.estimate(7, 1)));
        await("data a");
        // Later than it would be lost, had nobody accepted it.
        Frame.End end = new Frame.End(offer().stream(), 1, Buffer.buffer("b"), Usage.reported(6, 2));
        loop.owner().setTimer(2200, timer -> send(end));
        await("end");
        assertEquals(Usage.reported(6, 2), heard.billed);
    }

    /** Inside a node it is known at once that a worker is not there, while the offer to it is still being made. */
    @Test
    void oneThatFoundItsWorkerAfterOthersWereGoneIsNotTakenForUnanswered() {
        board.saw(
                new Beat(
                        "g",
                        1,
                        false,
                        false,
                        false,
                        false,
                        "",
                        Map.of("n", new int[] {0, 0, 0, 0, 0, 0, 0, 9}),
                        Health.GOOD,
                        Map.of()),
                System.nanoTime());
        MessageConsumer<Frame> last = vertx.eventBus().consumer(Addresses.worker("n", "g", 7));
        last.handler(offers::add);
        open("n", 7);
        send(data(0, "a", Usage.estimate(7, 1)));
        await("data a");
        Frame.End end = new Frame.End(offer().stream(), 1, Buffer.buffer(), Usage.reported(6, 2));
        loop.owner().setTimer(2200, timer -> send(end));
        await("end");
    }

    @Test
    void aRefusalThatComesTooLateChangesNothing() {
        open("w", 7);
        accept();
        send(new Frame.Refused(offer().stream(), Frame.Refused.Reason.BUSY));
        send(data(0, "a", Usage.estimate(7, 1)));
        await("data a");
    }

    @Test
    void severalFramesInOneMessageAreReadInTheirOrder() {
        open("w", 7);
        long id = offer().stream();
        send(new Frame.Bundle(List.of(
                new Frame.Accepted(id),
                new Frame.Data(id, 0, Buffer.buffer("a"), Usage.estimate(7, 1)),
                new Frame.End(id, 1, Buffer.buffer(), Usage.reported(6, 2)))));
        await("end");
        assertEquals(Usage.reported(6, 2), heard.billed);
    }

    @Test
    void costsThePromptWhereItIsCancelledBeforeTheReply() {
        open("w", 7);
        offer();
        cancel();
        assertEquals(PROMPT, bill());
    }

    @Test
    void costsWhatTheLatestBytesTell() {
        open("w", 7);
        accept();
        send(data(0, "a", Usage.estimate(7, 1)));
        await("data a");
        assertEquals(Usage.estimate(7, 1), heard.billed);
        send(data(1, "b", Usage.reported(6, 2)));
        await("data b");
        cancel();
        assertEquals(Usage.reported(6, 2), bill());
        send(data(2, "c", Usage.reported(6, 3)));
        assertEquals(Usage.reported(6, 2), bill());
    }

    @Test
    void costsWhatItsEndTells() {
        open("w", 7);
        accept();
        send(data(0, "a", Usage.estimate(7, 1)));
        send(new Frame.End(offer().stream(), 1, Buffer.buffer(), Usage.reported(6, 0)));
        await("end");
        assertEquals(Usage.reported(6, 0), heard.billed);
        cancel();
        assertEquals(Usage.reported(6, 0), bill());
    }

    @Test
    void costsWhatItsFailureTells() {
        open("w", 7);
        accept();
        send(data(0, "a", Usage.estimate(7, 1)));
        send(new Frame.Fail(offer().stream(), 1, Failure.passing(ApiErrors.draining()), Usage.estimate(7, 5)));
        await("fail draining");
        assertEquals(Usage.estimate(7, 5), heard.billed);
    }

    @Test
    void costsNothingWhereItsFailureSaysSo() {
        open("w", 7);
        accept();
        send(new Frame.Fail(offer().stream(), 0, Failure.passing(ApiErrors.providerUnreachable("x")), null));
        await("fail provider_unreachable");
        assertNull(heard.billed);
        assertNull(bill());
    }

    @Test
    void costsWhatWasKnownWhereAFrameIsMissing() {
        open("w", 7);
        accept();
        send(data(0, "a", Usage.estimate(7, 1)));
        send(new Frame.End(offer().stream(), 2, Buffer.buffer(), Usage.reported(6, 9)));
        await("fail worker_lost");
        assertEquals(Usage.estimate(7, 1), heard.billed);
    }

    @Test
    void costsWhatWasKnownWhereTheWorkersNodeDies() {
        open("w", 7);
        accept();
        board.lost("p");
        await("fail worker_lost");
        assertEquals(PROMPT, heard.billed);
    }

    @Test
    void costsWhatWasKnownWhereTheWorkersNodeDiesInMidstream() {
        open("w", 7);
        accept();
        send(data(0, "a", Usage.estimate(7, 1)));
        await("data a");
        board.lost("p");
        await("fail worker_lost");
        assertEquals(Usage.estimate(7, 1), heard.billed);
    }

    @Test
    void costsWhatWasKnownWhereTheWorkerHasForgottenIt() {
        open("w", 7);
        accept();
        send(data(0, "a", Usage.estimate(7, 1)));
        send(new Frame.Unknown(offer().stream()));
        await("fail worker_lost");
        assertEquals(Usage.estimate(7, 1), heard.billed);
    }

    @Test
    void droppedParametersAreHeardAndAreNoEnd() {
        open("w", 7);
        accept();
        send(new Frame.Head(offer().stream(), 0, List.of("seed")));
        await("dropped [seed]");
        assertEquals(PROMPT, heard.billed);
        send(data(2, "a", Usage.estimate(7, 1)));
        await("fail worker_lost");
        Await.until("the cancel of what may still run", () -> !cancels.isEmpty(), SOON);
    }

    private void open(String provider, long promptTokens) {
        on(() -> attempt = exchange.open(request(provider, promptTokens), heard));
    }

    private static AttemptRequest request(String provider, long promptTokens) {
        return request(provider, promptTokens, 1);
    }

    private static AttemptRequest request(String provider, long promptTokens, int prompts) {
        return new AttemptRequest(
                provider,
                provider + "/m",
                "",
                "m",
                null,
                false,
                new Deadlines(1000, 1000, 1000, 10_000),
                PEEK,
                promptTokens,
                prompts,
                new byte[] {1});
    }

    /** The offer that the worker has, once it has it. */
    @CanIgnoreReturnValue
    private Frame.Open offer() {
        Await.until("the offer", () -> !offers.isEmpty(), SOON);
        return (Frame.Open) offers.element().body();
    }

    private void accept() {
        Frame.Open open = offer();
        assertEquals(attempt.id(), open.stream());
        send(new Frame.Accepted(open.stream()));
    }

    private Frame.Data data(int sequence, String text, Usage usage) {
        return new Frame.Data(offer().stream(), sequence, Buffer.buffer(text), usage);
    }

    private void send(Frame frame) {
        FrameCodec.send(vertx.eventBus(), offer().replyTo(), frame);
    }

    private void cancel() {
        on(() -> {
            attempt.cancel(Frame.Cancel.Reason.UNWANTED);
            return true;
        });
    }

    /** Behind all that was sent before: inside a node, a message is queued for its receiver when it is sent. */
    private @Nullable Usage bill() {
        Promise<@Nullable Usage> billed = Promise.promise();
        loop.runOnContext(v -> billed.complete(attempt.billed()));
        return billed.future().await();
    }

    @CanIgnoreReturnValue
    private <T> T on(Callable<T> action) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(v -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().await();
    }

    private void await(String event) {
        Await.until(() -> event + ", not " + heard.last, () -> heard.last.equals(event), SOON);
    }
}
