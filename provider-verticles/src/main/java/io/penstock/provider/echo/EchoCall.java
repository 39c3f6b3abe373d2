package io.penstock.provider.echo;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.shared.chat.Usage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Moves an answer into its sink: a batch each turn of the event loop, or a token each time that a
 * delay has passed; nothing while the sink is full. Event loop only.
 */
final class EchoCall implements Call {

    /** Enough to be worth a frame, little enough to leave the event loop to others. */
    private static final int BATCH_BYTES = 16 * 1024;

    /**
     * After so many turns comes a pause of the shortest timer: Netty runs tasks that queue tasks for
     * up to a second before it looks at its sockets and timers again.
     */
    private static final int TURNS_BETWEEN_PAUSES = 16;

    private enum State {
        WRITING,
        AWAITING_TURN,
        AWAITING_TIMER,
        AWAITING_DRAIN,
        ENDED
    }

    private final Vertx vertx;
    private final Context context;
    private final EchoWriter answer;
    private final AnswerSink sink;
    private final long delayMillis;
    private State state = State.WRITING;
    private long timer;
    private int turns;

    /** @param delayMillis before each token; 0 for none */
    EchoCall(Vertx vertx, EchoWriter answer, AnswerSink sink, long delayMillis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.answer = answer;
        this.sink = sink;
        this.delayMillis = delayMillis;
    }

    void start() {
        sink.onDrain(this::drained);
        if (delayMillis > 0) {
            awaitTimer(delayMillis);
        } else {
            write();
        }
    }

    @Override
    public void cancel() {
        if (state == State.AWAITING_TIMER) {
            vertx.cancelTimer(timer);
        }
        state = State.ENDED;
    }

    /** As counted, the tokens taken but not yet sent included. */
    @Override
    public Usage billed() {
        return answer.usage();
    }

    private void drained() {
        if (state == State.AWAITING_DRAIN) {
            awaitTurn();
        }
    }

    private void awaitTurn() {
        state = State.AWAITING_TURN;
        context.runOnContext(ignored -> resume(State.AWAITING_TURN));
    }

    private void awaitTimer(long millis) {
        state = State.AWAITING_TIMER;
        timer = vertx.setTimer(millis, ignored -> resume(State.AWAITING_TIMER));
    }

    private void resume(State awaited) {
        if (state == awaited) {
            write();
        }
    }

    private void write() {
        state = State.WRITING;
        do {
            answer.step();
        } while (!answer.isDone() && !isPaced() && answer.length() < BATCH_BYTES);
        if (answer.isDone() || answer.isReady() || answer.length() >= BATCH_BYTES) {
            sink.write(answer.take(), answer.usage());
        }
        // The sink may have cancelled this call from within.
        if (state == State.WRITING) {
            goOn();
        }
    }

    private void goOn() {
        if (answer.isDone()) {
            state = State.ENDED;
            sink.end(answer.usage());
        } else if (sink.isFull()) {
            state = State.AWAITING_DRAIN;
        } else if (isPaced()) {
            awaitTimer(delayMillis);
        } else if (++turns % TURNS_BETWEEN_PAUSES == 0) {
            awaitTimer(1);
        } else {
            awaitTurn();
        }
    }

    private boolean isPaced() {
        return delayMillis > 0 && answer.takesTime();
    }
}
