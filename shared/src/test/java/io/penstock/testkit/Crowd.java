package io.penstock.testkit;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many clients at once, each on a connection of its own. */
public final class Crowd implements AutoCloseable {

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final WebClient client = WebClient.create(
            vertx,
            new WebClientOptions().setKeepAlive(false),
            new PoolOptions().setHttp1MaxSize(5000).setMaxWaitQueueSize(0));

    /**
     * Sends the same request {@code count} times at once, over the gateways in turn, and waits for
     * all answers, in the order of sending. {@code headers} are names and values in turn.
     */
    public List<HttpAnswer> post(
            int count, List<Integer> ports, String path, String body, Duration timeout, String... headers) {
        List<Future<HttpAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(post(ports.get(i % ports.size()), path, body, headers));
        }
        Future<List<HttpAnswer>> all = Future.join(answers)
                .map(joined -> answers.stream().map(Future::result).toList());
        try {
            return all.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            long open = answers.stream().filter(answer -> !answer.isComplete()).count();
            throw new AssertionError(
                    open + " of " + count + " requests not answered within " + timeout.toMillis() + " ms", e);
        } catch (Exception e) {
            throw new AssertionError("a request of the crowd failed", e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the crowd does not leave", e);
        }
    }

    private Future<HttpAnswer> post(int port, String path, String body, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap().set("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        return client.post(port, "127.0.0.1", path)
                .putHeaders(all)
                .sendBuffer(Buffer.buffer(body))
                .map(response -> new HttpAnswer(
                        response.statusCode(),
                        response.headers(),
                        response.body() == null ? Buffer.buffer() : response.body()));
    }
}
