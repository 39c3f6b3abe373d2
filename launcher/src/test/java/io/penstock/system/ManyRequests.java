package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * So many clients, each with one request after the other until all planned ones are over. They speak
 * HTTP/1.1 and HTTP/2 to the gateways in turn. All that is kept belongs to one event loop.
 */
final class ManyRequests implements AutoCloseable {

    /** What became of a request. */
    enum Outcome {
        /** Admitted, and ended as it was planned. */
        ENDED,
        /** Refused by a limit. */
        REFUSED,
        /** Refused since the counters did not answer in time. */
        UNAVAILABLE,
        /** Ended otherwise, since the node that served it was taken for dead. The run ends with it. */
        WORKER_LOST
    }

    record Result(PlannedRequest request, Outcome outcome) {}

    private static final int CLIENTS = 64;
    /** Of HTTP/2: the gateway closes one on which more than 200 streams are cancelled within 30 s. */
    private static final int CONNECTIONS = 16;

    private static final int OK = 200;
    /** RFC 9113, section 7. Over HTTP/1.1 the connection closes. */
    private static final long CANCEL = 8;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final List<Integer> ports;
    private final List<HttpClient> clients = new ArrayList<>();
    private final Queue<PlannedRequest> left;
    private final List<Result> results = new ArrayList<>();
    private final Promise<List<Result>> all = Promise.promise();
    private int idle;

    /** @param ports of the gateways */
    ManyRequests(List<Integer> ports, List<PlannedRequest> plan) {
        this.ports = ports;
        this.left = new ArrayDeque<>(plan);
        for (int i = 0; i < CONNECTIONS * ports.size(); i++) {
            HttpClientOptions options = new HttpClientOptions()
                    .setProtocolVersion(i % ports.size() == 0 ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false);
            PoolOptions pool = new PoolOptions().setHttp1MaxSize(CLIENTS).setHttp2MaxSize(1);
            clients.add(vertx.createHttpClient(options, pool));
        }
    }

    /** Sends all and waits for all. */
    List<Result> run(Duration timeout) {
        context.runOnContext(v -> {
            for (int i = 0; i < CLIENTS; i++) {
                next();
            }
        });
        try {
            return all.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("only " + results.size() + " requests are over after " + timeout, e);
        } catch (Exception e) {
            throw new AssertionError("not as planned: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the clients do not leave", e);
        }
    }

    private void next() {
        PlannedRequest request = left.poll();
        if (request == null) {
            if (++idle == CLIENTS) {
                all.tryComplete(results);
            }
            return;
        }
        send(request).onComplete(outcome -> {
            if (all.future().isComplete()) {
                return;
            }
            if (outcome.failed()) {
                all.tryFail(new AssertionError(request.toString(), outcome.cause()));
                return;
            }
            results.add(new Result(request, outcome.result()));
            if (outcome.result() == Outcome.WORKER_LOST) {
                all.tryComplete(results);
            } else {
                next();
            }
        });
    }

    private Future<Outcome> send(PlannedRequest request) {
        int port = ports.get(request.id % ports.size());
        return clients.get(request.id % clients.size())
                .request(HttpMethod.POST, port, "127.0.0.1", "/v1/chat/completions")
                .compose(http -> {
                    http.putHeader("authorization", "Bearer " + request.key.key())
                            .putHeader("content-type", "application/json");
                    return switch (request.end) {
                        case LEFT_BEFORE -> leaveBefore(request, http);
                        case LEFT_AFTER -> leaveAfter(request, http);
                        default -> stay(request, http);
                    };
                });
    }

    private Future<Outcome> stay(PlannedRequest request, HttpClientRequest http) {
        return http.send(request.body().toBuffer()).compose(response -> {
            Buffer body = Buffer.buffer();
            response.handler(body::appendBuffer);
            // Behind an error the gateway cuts an HTTP/1.1 connection.
            return response.end()
                    .recover(cut -> request.fails() ? Future.succeededFuture() : Future.failedFuture(cut))
                    .map(ended -> judge(request, response, body));
        });
    }

    /** The upstream has the request, and will never answer it. */
    private Future<Outcome> leaveBefore(PlannedRequest request, HttpClientRequest http) {
        Promise<Outcome> over = Promise.promise();
        request.whenReceived = () -> context.runOnContext(v -> leave(http, over));
        refusedOr(request, http, over, response -> Future.failedFuture("an answer out of nowhere"));
        return over.future();
    }

    /** The client has read all that the upstream has sent so far, and no more will come. */
    private Future<Outcome> leaveAfter(PlannedRequest request, HttpClientRequest http) {
        Promise<Outcome> over = Promise.promise();
        String last = request.piece(request.pieces);
        refusedOr(request, http, over, response -> {
            Buffer seen = Buffer.buffer();
            response.handler(bytes -> {
                seen.appendBuffer(bytes);
                if (seen.toString().contains(last)) {
                    leave(http, over);
                }
            });
            return over.future();
        });
        return over.future();
    }

    private static void leave(HttpClientRequest http, Promise<Outcome> over) {
        if (over.tryComplete(Outcome.ENDED)) {
            var unused = http.reset(CANCEL);
        }
    }

    private static void refusedOr(
            PlannedRequest request,
            HttpClientRequest http,
            Promise<Outcome> over,
            Function<HttpClientResponse, Future<Outcome>> then) {
        http.send(request.body().toBuffer())
                .compose(response -> response.statusCode() == OK
                        ? then.apply(response)
                        : response.body().map(body -> judge(request, response, body)))
                // Fails with the reset, when the promise is kept already.
                .onComplete(over::tryComplete, over::tryFail);
    }

    private static Outcome judge(PlannedRequest request, HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        String text = body.toString();
        if (status != OK && request.attempts.get() == 0) {
            String code = new JsonObject(text).getJsonObject("error").getString("code");
            if (status == 429 && code.equals("concurrency")) {
                return Outcome.REFUSED;
            }
            if (status == 503 && code.equals("limits_unavailable")) {
                return Outcome.UNAVAILABLE;
            }
        }
        if (text.contains("\"worker_lost\"") || text.contains("\"no_worker\"")) {
            return Outcome.WORKER_LOST;
        }
        assertEquals(request.status(), status, () -> request + " " + text);
        if (request.stream && status == OK) {
            boolean whole = text.endsWith("data: [DONE]\n\n");
            boolean failed = text.contains("event: error\n");
            assertTrue(request.fails() ? failed && !whole : whole && !failed, () -> request + " " + text);
        }
        return Outcome.ENDED;
    }
}
