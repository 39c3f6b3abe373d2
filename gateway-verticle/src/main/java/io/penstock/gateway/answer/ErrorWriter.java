package io.penstock.gateway.answer;

import io.penstock.shared.chat.error.ApiError;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an error becomes what the client reads. Event loop only. */
public final class ErrorWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorWriter.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    /** How long a client may go on sending a body that nobody reads. */
    private static final long DISCARD_MILLIS = 5000;

    /** RFC 9113, section 8.1: the answer is whole, the rest of the request is not wanted. */
    private static final long NO_ERROR = 0;

    private ErrorWriter() {}

    /** The body of an error, and the data of an in-band one. All four fields are always there. */
    static Buffer body(ApiError error) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", error.message())
                                .put("type", error.type())
                                .put("param", error.param())
                                .put("code", error.code()))
                .toBuffer();
    }

    /** Answers with the error, unless an answer has begun or the client is gone. */
    public static void write(Vertx vertx, HttpServerRequest request, ApiError error) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        headers(response.headers(), error);
        discardRest(vertx, request);
        if (error.status() == 408 && request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        response.end(body(error)).onFailure(e -> LOG.atDebug()
                .setMessage("an error could not be sent")
                .setCause(e)
                .log());
    }

    private static void headers(MultiMap headers, ApiError error) {
        if (error.lasting()) {
            headers.set("x-should-retry", "false");
        }
        long retryAfter = error.retryAfterMillis();
        if (retryAfter >= 0) {
            headers.set("retry-after", Long.toString((retryAfter + 999) / 1000));
            headers.set("retry-after-ms", Long.toString(retryAfter));
        }
    }

    /**
     * Lets the rest of the body pass: closing at once would reset the connection and the client might
     * never read why.
     */
    private static void discardRest(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(bytes -> {});
        request.resume();
        long timer = vertx.setTimer(DISCARD_MILLIS, t -> {
            if (request.isEnded()) {
                return;
            }
            // An HTTP/2 connection has other requests on it.
            var unused = request.version() == HttpVersion.HTTP_2
                    ? request.response().reset(NO_ERROR)
                    : request.connection().close();
        });
        request.exceptionHandler(e -> vertx.cancelTimer(timer));
        request.endHandler(v -> vertx.cancelTimer(timer));
    }
}
