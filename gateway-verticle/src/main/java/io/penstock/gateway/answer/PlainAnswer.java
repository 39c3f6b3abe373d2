package io.penstock.gateway.answer;

import io.penstock.shared.chat.error.ApiError;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document, sent when it is whole: until then every failure can still become a status, or
 * another attempt.
 */
public final class PlainAnswer implements Answer {

    private static final CharSequence PROCESSING_MILLIS = HttpHeaders.createOptimized("openai-processing-ms");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final IntConsumer taken;
    private final long startNanos;
    private @Nullable Buffer document;
    private int pieces;

    /** @param taken is told of bytes that were taken in, so that more may come */
    public PlainAnswer(Vertx vertx, HttpServerRequest request, IntConsumer taken, long startNanos) {
        this.vertx = vertx;
        this.request = request;
        this.taken = taken;
        this.startNanos = startNanos;
    }

    @Override
    public void data(Buffer bytes) {
        if (document == null) {
            document = bytes;
        } else if (pieces == 1) {
            // The first piece is the sender's own buffer; what is appended to must be ours.
            document =
                    Buffer.buffer(4 * document.length()).appendBuffer(document).appendBuffer(bytes);
        } else {
            document.appendBuffer(bytes);
        }
        pieces++;
        taken.accept(bytes.length());
    }

    @Override
    public void end() {
        HttpServerResponse response = request.response();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).putHeader(PROCESSING_MILLIS, Long.toString(millis));
        var unused = response.end(document == null ? Buffer.buffer() : document);
    }

    @Override
    public void fail(ApiError error) {
        ErrorWriter.write(vertx, request, error);
    }

    @Override
    public boolean isCommitted() {
        return false;
    }

    @Override
    public void restart() {
        document = null;
        pieces = 0;
    }

    @Override
    public void tick(long now) {}
}
