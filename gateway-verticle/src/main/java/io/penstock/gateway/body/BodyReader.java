package io.penstock.gateway.body;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.timer.TimerWheel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** Reads a request's body whole, within its size, its time and the node's budget. Event loop only. */
public final class BodyReader {

    private final TimerWheel timers;
    private final HttpServerRequest request;
    private final long maxBody;
    private final BodyBudget budget;
    private final Promise<byte[]> done = Promise.promise();
    private byte[] bytes = new byte[0];
    private int length;
    private long reserved;
    private TimerWheel.Timer timer = TimerWheel.Timer.NONE;

    public BodyReader(TimerWheel timers, HttpServerRequest request, long maxBody, BodyBudget budget) {
        this.timers = timers;
        this.request = request;
        this.maxBody = maxBody;
        this.budget = budget;
    }

    /**
     * Completes with the body, whose bytes {@link #release} gives back to the budget; fails with an
     * {@link ApiException}, or with {@link ClientGoneException}. A failed read has released already.
     */
    public Future<byte[]> read(long timeoutMillis) {
        long announced = announced();
        if (announced > maxBody) {
            return Future.failedFuture(new ApiException(ApiErrors.tooLarge(maxBody)));
        }
        if (!reserve(BodyBudget.OVERHEAD + Math.max(0, announced))) {
            return Future.failedFuture(overloaded());
        }
        if (announced > 0) {
            bytes = new byte[(int) announced];
        }
        timer = timers.set(timeoutMillis, () -> fail(new ApiException(ApiErrors.requestTimeout(timeoutMillis))));
        request.exceptionHandler(e -> fail(new ClientGoneException()));
        request.handler(this::add);
        request.endHandler(v -> finish());
        return done.future();
    }

    /** Gives the body's bytes back to the budget; once is enough. */
    public void release() {
        budget.giveBack(reserved);
        reserved = 0;
    }

    private long announced() {
        String header = request.getHeader("content-length");
        try {
            return header == null ? -1 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void add(Buffer piece) {
        if (done.future().isComplete()) {
            return;
        }
        int after = length + piece.length();
        if (after > maxBody) {
            fail(new ApiException(ApiErrors.tooLarge(maxBody)));
            return;
        }
        if (after > bytes.length) {
            int capacity = (int) Math.min(maxBody, Math.max(after, bytes.length * 2L));
            if (!reserve(capacity - bytes.length)) {
                fail(overloaded());
                return;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        piece.getBytes(bytes, length);
        length = after;
    }

    private void finish() {
        timer.cancel();
        done.tryComplete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    /** Gives the reading up; no effect once the body is whole. */
    public void fail(RuntimeException cause) {
        timer.cancel();
        if (done.tryFail(cause)) {
            release();
        }
    }

    private boolean reserve(long more) {
        if (!budget.take(more)) {
            return false;
        }
        reserved += more;
        return true;
    }

    private static ApiException overloaded() {
        return new ApiException(ApiErrors.overloaded("too many request bodies are held in memory"));
    }

    /** The client left before its request was whole: there is nobody to answer. */
    public static final class ClientGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClientGoneException() {
            super("the client is gone", null, false, false);
        }
    }
}
