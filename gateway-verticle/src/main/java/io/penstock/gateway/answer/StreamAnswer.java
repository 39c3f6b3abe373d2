package io.penstock.gateway.answer;

import io.penstock.shared.chat.error.ApiError;
import io.penstock.shared.sse.SseWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Server-sent events, each written as it comes. Credit goes back to the worker as the socket takes
 * the bytes, so that a slow client slows its own provider and nothing else.
 */
public final class StreamAnswer implements Answer {

    private static final CharSequence EVENT_STREAM = HttpHeaders.createOptimized("text/event-stream; charset=utf-8");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    private static final CharSequence ACCEL_BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final long HEAD_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How long a client may take to read the error that ends its stream, before its connection is cut. */
    private static final long LAST_WORD_MILLIS = 5000;

    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final IntConsumer taken;
    private boolean committed;
    private boolean headWritten;
    /** False inside an event that was too long for one frame: nothing else may be written there. */
    private boolean betweenEvents = true;

    private boolean awaitingDrain;
    private int untaken;
    private long lastWrite;

    /** @param taken is told of bytes that the socket took */
    public StreamAnswer(Vertx vertx, HttpServerRequest request, IntConsumer taken, long startNanos) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.taken = taken;
        this.lastWrite = startNanos;
    }

    @Override
    public void data(Buffer bytes) {
        committed = true;
        int length = bytes.length();
        betweenEvents = length >= 2 && bytes.getByte(length - 1) == '\n' && bytes.getByte(length - 2) == '\n';
        write(bytes);
        untaken += length;
        if (!response.writeQueueFull()) {
            giveBack();
        } else if (!awaitingDrain) {
            awaitingDrain = true;
            response.drainHandler(v -> {
                awaitingDrain = false;
                giveBack();
            });
        }
    }

    @Override
    public void end() {
        Future<Void> sent = response.end();
        if (request.version() == HttpVersion.HTTP_1_0) {
            // Without chunks the end of the connection is the only end that the client can see.
            sent.onComplete(done -> cut());
        }
    }

    @Override
    public void fail(ApiError error) {
        if (!headWritten) {
            ErrorWriter.write(vertx, request, error);
        } else if (!betweenEvents || response.closed()) {
            // The client has half an event: only a broken connection cannot be taken for its end.
            cut();
        } else {
            lastWord(Buffer.buffer(SseWriter.error(ErrorWriter.body(error).getBytes())));
        }
    }

    /**
     * Over HTTP/1.1 the body is not ended, only its connection is: a client that saw the end first would
     * take the connection for usable, and send its next request into the closing one.
     */
    private void lastWord(Buffer event) {
        if (request.version() == HttpVersion.HTTP_2) {
            var unused = response.end(event);
        } else {
            response.write(event)
                    .timeout(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS)
                    .onComplete(sent -> cut());
        }
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    @Override
    public void restart() {}

    @Override
    public void tick(long now) {
        if (now - lastWrite >= (headWritten ? PING_NANOS : HEAD_NANOS)
                && betweenEvents
                && !response.writeQueueFull()
                && !response.closed()) {
            write(Buffer.buffer(SseWriter.ping()));
        }
    }

    private void write(Buffer bytes) {
        if (!headWritten) {
            headWritten = true;
            response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM)
                    .putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE)
                    .putHeader(ACCEL_BUFFERING, NO)
                    .setChunked(request.version() == HttpVersion.HTTP_1_1);
        }
        lastWrite = System.nanoTime();
        var unused = response.write(bytes);
    }

    private void giveBack() {
        int bytes = untaken;
        untaken = 0;
        taken.accept(bytes);
    }

    private void cut() {
        if (request.version() == HttpVersion.HTTP_2) {
            var unused = response.reset();
        } else {
            var unused = request.connection().close();
        }
    }
}
