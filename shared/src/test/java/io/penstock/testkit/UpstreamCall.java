package io.penstock.testkit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One request as the upstream got it, and what became of it. Read by the test from any thread. */
public final class UpstreamCall {

    private final HttpServerRequest request;
    private final String uri;
    private final MultiMap headers;
    private final Buffer body;
    private final @Nullable JsonObject json;
    private final long receivedAt = System.nanoTime();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final CompletableFuture<Long> cancelled = new CompletableFuture<>();
    private final CompletableFuture<Long> over = new CompletableFuture<>();
    private volatile boolean closedHere;

    UpstreamCall(HttpServerRequest request, Buffer body) {
        this.request = request;
        this.uri = request.uri();
        this.headers = MultiMap.caseInsensitiveMultiMap().addAll(request.headers());
        this.body = body;
        this.json = parse(body);
        request.response().closeHandler(closed -> peerClosed());
        request.response().endHandler(ended -> over.complete(System.nanoTime()));
    }

    public String method() {
        return request.method().name();
    }

    public String uri() {
        return uri;
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }

    public MultiMap headers() {
        return headers;
    }

    /** The body, byte for byte. */
    public byte[] body() {
        return body.getBytes();
    }

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** The body as JSON; an empty object where it is none. */
    public JsonObject json() {
        return json == null ? new JsonObject() : json;
    }

    /** The body's {@code model}, or the empty string. */
    public String model() {
        return json().getValue("model") instanceof String name ? name : "";
    }

    public boolean asksForStream() {
        return Boolean.TRUE.equals(json().getValue("stream"));
    }

    /** {@link System#nanoTime} when the body was complete. */
    public long receivedAt() {
        return receivedAt;
    }

    /** Bytes of body handed to the socket or its queue so far. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** True once the peer has closed or reset before the answer was complete. */
    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /** True once the answer is complete, or its connection gone. */
    public boolean isOver() {
        return over.isDone();
    }

    /** Waits for the peer to close or reset; {@link System#nanoTime} when it did. */
    public long awaitCancelled(Duration timeout) {
        try {
            return cancelled.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "the upstream's request for '" + model() + "' was not cancelled within " + timeout.toMillis()
                            + " ms; " + (isOver() ? "its answer is complete" : "it is still open"),
                    e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the cancel; the time between the client's leave and the cancel. */
    public Duration awaitCancelled(long clientLeftAt, Duration timeout) {
        return Duration.ofNanos(awaitCancelled(timeout) - clientLeftAt);
    }

    void write(int bytes) {
        bytesWritten.addAndGet(bytes);
    }

    void close() {
        closedHere = true;
        request.connection().close();
    }

    Future<Void> writeRaw(String bytes) {
        Promise<Void> written = Promise.promise();
        Channel channel =
                ((ConnectionBase) request.connection()).channelHandlerContext().channel();
        write(bytes.length());
        // From the first handler of the pipeline outwards there is no encoder any more.
        channel.pipeline()
                .firstContext()
                .writeAndFlush(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1))
                .addListener(done -> written.complete());
        return written.future();
    }

    private void peerClosed() {
        long now = System.nanoTime();
        over.complete(now);
        if (!closedHere && !request.response().ended()) {
            cancelled.complete(now);
        }
    }

    private static @Nullable JsonObject parse(Buffer body) {
        try {
            return body.length() == 0 ? null : new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }
}
