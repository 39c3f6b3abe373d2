package io.penstock.provider.contract.run;

import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.testkit.Answer;
import io.penstock.testkit.UpstreamCall;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Any bytes as a response's body, frame by frame, each once the socket has taken the one before. */
public final class WireAnswer implements Answer {

    /** What comes after the last frame. */
    public enum Then {
        END,
        /** The connection closes without the end of the HTTP message. */
        BREAK,
        HOLD
    }

    private final int status;
    private final Map<String, String> headers;
    private final List<byte[]> frames;
    private final Then then;
    private final AtomicLong written = new AtomicLong();

    private WireAnswer(int status, Map<String, String> headers, List<byte[]> frames, Then then) {
        this.status = status;
        this.headers = headers;
        this.frames = frames;
        this.then = then;
    }

    public static WireAnswer stream(Streamed streamed) {
        return stream(streamed, Then.END);
    }

    public static WireAnswer stream(Streamed streamed, Then then) {
        return new WireAnswer(200, Map.of("content-type", streamed.contentType()), streamed.frames(), then);
    }

    public static WireAnswer document(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new WireAnswer(200, Map.of("content-type", "application/json"), List.of(body), Then.END);
    }

    public static WireAnswer error(ErrorCase error) {
        return new WireAnswer(error.status(), error.headers(), error.frames(), Then.END);
    }

    public static WireAnswer status(int status, String contentType, String body) {
        return new WireAnswer(
                status, Map.of("content-type", contentType), List.of(body.getBytes(StandardCharsets.UTF_8)), Then.END);
    }

    /** The first so many bytes of a stream, whatever frame that is in. */
    public static WireAnswer cut(Streamed streamed, int bytes, Then then) {
        List<byte[]> kept = new ArrayList<>();
        int left = bytes;
        for (byte[] frame : streamed.frames()) {
            int take = Math.min(left, frame.length);
            if (take > 0) {
                kept.add(Arrays.copyOf(frame, take));
            }
            left -= take;
        }
        return new WireAnswer(200, Map.of("content-type", streamed.contentType()), kept, then);
    }

    /** Bytes that the socket has taken so far. */
    public long written() {
        return written.get();
    }

    @Override
    public void answer(UpstreamCall call, HttpServerResponse response) {
        response.setStatusCode(status).setChunked(true);
        headers.forEach(response::putHeader);
        write(response, 0);
    }

    private void write(HttpServerResponse response, int next) {
        if (next < frames.size()) {
            byte[] frame = frames.get(next);
            response.write(Buffer.buffer(frame)).onSuccess(v -> {
                written.addAndGet(frame.length);
                write(response, next + 1);
            });
            return;
        }
        switch (then) {
            case END -> response.end();
            case BREAK -> {
                Future<Void> head = response.headWritten() ? Future.succeededFuture() : response.writeHead();
                head.onSuccess(v -> response.reset());
            }
            case HOLD -> {
                if (!response.headWritten()) {
                    response.writeHead();
                }
            }
        }
    }
}
