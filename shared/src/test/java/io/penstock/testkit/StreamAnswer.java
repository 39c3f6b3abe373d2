package io.penstock.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An SSE answer told step by step. Chunks carry the model that the request names. */
public final class StreamAnswer implements Answer {

    private interface Step {
        Future<Void> run(UpstreamCall call, HttpServerResponse response);
    }

    private final List<Step> steps = new ArrayList<>();
    private int pieces = Integer.MAX_VALUE;
    private long cutAt = Long.MAX_VALUE;
    private Step last = (call, response) -> response.end();

    StreamAnswer() {}

    /** The response head at once, before any event. */
    public StreamAnswer headers() {
        return step((call, response) -> response.writeHead());
    }

    public StreamAnswer role() {
        return chunk(Chunks::role);
    }

    public StreamAnswer content(String text) {
        return chunk(model -> Chunks.content(model, text));
    }

    /** One chunk of content with the usage so far beside it. */
    public StreamAnswer content(String text, int prompt, int completion) {
        return chunk(model -> Chunks.content(model, text, prompt, completion));
    }

    /** One chunk of content for another choice than the first. */
    public StreamAnswer content(int choice, String text) {
        return chunk(model -> Chunks.content(model, choice, text));
    }

    public StreamAnswer delta(JsonObject delta, @Nullable String finishReason) {
        return chunk(model -> Chunks.delta(model, 0, delta, finishReason));
    }

    public StreamAnswer finish(String reason) {
        return chunk(model -> Chunks.finish(model, reason));
    }

    public StreamAnswer usage(int prompt, int completion) {
        return chunk(model -> Chunks.usage(model, prompt, completion));
    }

    public StreamAnswer done() {
        return raw("data: [DONE]\n\n");
    }

    /** One event with this as its data. */
    public StreamAnswer data(String data) {
        return chunk(model -> data);
    }

    /** These characters as they are. */
    public StreamAnswer raw(String text) {
        return step((call, response) -> write(call, response, Buffer.buffer(text)));
    }

    public StreamAnswer pause(Duration time) {
        return step((call, response) -> {
            Promise<Void> over = Promise.promise();
            Vertx.currentContext().owner().setTimer(time.toMillis(), timer -> over.complete());
            return over.future();
        });
    }

    /** Goes on once the test opens the gate. */
    public StreamAnswer await(Gate gate) {
        return step((call, response) -> gate.opened());
    }

    /** Every write falls into pieces of this many bytes, flushed one by one. */
    public StreamAnswer inPiecesOf(int bytes) {
        pieces = bytes;
        return this;
    }

    /** The connection closes after this many bytes of body, without the end of the HTTP message. */
    public StreamAnswer cutAt(long bytes) {
        cutAt = bytes;
        return this;
    }

    /** After the last step the connection closes, without the end of the HTTP message. */
    public StreamAnswer thenCut() {
        last = (call, response) -> {
            call.close();
            return Future.succeededFuture();
        };
        return this;
    }

    /** After the last step the response stays open. */
    public StreamAnswer thenHold() {
        last = (call, response) -> Future.succeededFuture();
        return this;
    }

    @Override
    public void answer(UpstreamCall call, HttpServerResponse response) {
        head(response);
        Future<Void> told = Future.succeededFuture();
        for (Step step : steps) {
            told = told.compose(done -> step.run(call, response));
        }
        // A failed step means that the peer is gone or the stream was cut: nothing is left to tell.
        told.onSuccess(done -> last.run(call, response));
    }

    static void head(HttpServerResponse response) {
        response.setChunked(true).putHeader("content-type", "text/event-stream; charset=utf-8");
    }

    static Buffer event(String data) {
        return Buffer.buffer("data: " + data + "\n\n");
    }

    private StreamAnswer chunk(UnaryOperator<String> json) {
        return step((call, response) -> write(call, response, event(json.apply(call.model()))));
    }

    private StreamAnswer step(Step step) {
        steps.add(step);
        return this;
    }

    private Future<Void> write(UpstreamCall call, HttpServerResponse response, Buffer bytes) {
        int length = (int) Math.min(bytes.length(), Math.min(pieces, cutAt - call.bytesWritten()));
        if (length <= 0) {
            call.close();
            return Future.failedFuture("cut");
        }
        call.write(length);
        Future<Void> written = response.write(bytes.slice(0, length).copy());
        if (length == bytes.length()) {
            return written;
        }
        return written.compose(done -> write(call, response, bytes.slice(length, bytes.length())));
    }
}
