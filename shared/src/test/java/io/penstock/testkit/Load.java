package io.penstock.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients that ask again as soon as they are answered, each on a connection of its own. Any thread. */
public final class Load implements AutoCloseable {

    /** What one request met. */
    public record Result(
            int status,
            @Nullable String provider,
            @Nullable String model,
            @Nullable String attempts,
            String body,
            long firstByteMillis,
            long endMillis,
            long endedAtNanos,
            boolean broken) {

        /** Answered whole: a stream with its proper end, or a plain answer. */
        public boolean isGood() {
            boolean whole = !body.startsWith("data:") || body.endsWith("data: [DONE]\n\n");
            return status == 200 && !broken && whole && !body.contains("event: error");
        }
    }

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final HttpClient http;
    private final List<Integer> ports;
    private final Buffer request;
    private final String[] headers;
    private final ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left;
    private final List<Future<?>> clients = new ArrayList<>();
    private volatile boolean stopped;

    private Load(List<Integer> ports, int clients, int requests, JsonObject request, String... headers) {
        this.ports = ports;
        this.request = request.toBuffer();
        this.headers = headers;
        this.left = new AtomicInteger(requests);
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(10_000));
        for (int i = 0; i < clients; i++) {
            this.clients.add(loop(i));
        }
    }

    /** Goes on until it is stopped. {@code headers} are names and values in turn. */
    public static Load start(List<Integer> ports, int clients, JsonObject request, String... headers) {
        return new Load(ports, clients, Integer.MAX_VALUE, request, headers);
    }

    /** Sends so many requests in all and waits for their answers. */
    public static List<Result> run(
            List<Integer> ports, int clients, int requests, JsonObject request, Duration timeout, String... headers) {
        try (Load load = new Load(ports, clients, requests, request, headers)) {
            return load.await(timeout);
        }
    }

    /** Lets no new request begin, and waits for the answers of the others. */
    public List<Result> stop(Duration timeout) {
        stopped = true;
        return await(timeout);
    }

    /** What has ended so far, in that order. */
    public List<Result> results() {
        return List.copyOf(results);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the load does not end", e);
        }
    }

    private List<Result> await(Duration timeout) {
        try {
            Future.join(clients)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("not all requests are answered; " + results.size() + " are", e);
        }
        return results();
    }

    private Future<Void> loop(int client) {
        if (stopped || left.getAndDecrement() <= 0) {
            return Future.succeededFuture();
        }
        int port = ports.get(client % ports.size());
        return send(port).compose(result -> {
            results.add(result);
            return loop(client);
        });
    }

    private Future<Result> send(int port) {
        long start = System.nanoTime();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/chat/completions")
                .putHeader("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            options.putHeader(headers[i], headers[i + 1]);
        }
        return http.request(options)
                .compose(sent -> answer(sent, start))
                .otherwise(
                        e -> new Result(0, null, null, null, e.toString(), -1, millis(start), System.nanoTime(), true));
    }

    private Future<Result> answer(HttpClientRequest sent, long start) {
        return sent.send(request).compose(response -> {
            Buffer body = Buffer.buffer();
            long[] first = {-1};
            response.handler(bytes -> {
                first[0] = first[0] < 0 ? millis(start) : first[0];
                body.appendBuffer(bytes);
            });
            return response.end()
                    .transform(end -> Future.succeededFuture(new Result(
                            response.statusCode(),
                            response.getHeader("x-penstock-provider"),
                            response.getHeader("x-penstock-model"),
                            response.getHeader("x-penstock-attempts"),
                            body.toString(),
                            first[0],
                            millis(start),
                            System.nanoTime(),
                            end.failed())));
        });
    }

    private static long millis(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
