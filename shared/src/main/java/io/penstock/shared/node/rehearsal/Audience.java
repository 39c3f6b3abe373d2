package io.penstock.shared.node.rehearsal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask a stage, each for one answer after the other. */
final class Audience {

    private static final int CLIENTS = 16;

    private static final String REQUEST = """
            {"model":"%s","messages":[{"role":"system","content":"You are a helpful assistant."},\
            {"role":"user","content":"%s"}],"max_tokens":500,"temperature":0.5%s}""";
    private static final String STREAM = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    private static final String LONG = "The quick brown fox jumps over the lazy dog, and says \\\"woof\\\" to it.\\n";

    private static final Buffer PLAIN = request("far", LONG.repeat(6), "");
    private static final Buffer STREAMED = request("far", "write 20 words", STREAM);
    private static final Buffer UNKNOWN = request("unknown", "hi", "");
    private static final Buffer NOWHERE = request("nowhere", "hi", "");

    private final HttpClient client;
    private final RequestOptions options;
    private final String key;
    private final long untilNanos;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger present = new AtomicInteger(CLIENTS);
    private final Promise<String> left = Promise.promise();

    /** @param untilNanos of {@link System#nanoTime}: from then on nobody asks any more */
    Audience(Stage stage, long untilNanos) {
        this.client =
                stage.vertx().createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CLIENTS));
        this.options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(stage.uri().getHost())
                .setPort(stage.uri().getPort())
                .setURI(stage.uri().getPath() + "/chat/completions");
        this.key = stage.key();
        this.untilNanos = untilNanos;
    }

    /** @return complete when the last one has gone, with how many of their answers were right, such as {@code 99 of 100} */
    Future<String> ask() {
        for (int i = 0; i < CLIENTS; i++) {
            next();
        }
        return left.future();
    }

    private void next() {
        if (System.nanoTime() - untilNanos >= 0) {
            if (present.decrementAndGet() == 0) {
                left.complete(answered.get() + " of " + asked.get());
            }
            return;
        }
        var unused = one(asked.getAndIncrement()).onComplete(answer -> next());
    }

    private Future<Void> one(int number) {
        return switch (number % 50) {
            case 20 -> ask(UNKNOWN, key, 404);
            case 30 -> ask(NOWHERE, key, 404);
            case 40 -> ask(PLAIN, "sk-wrong", 401);
            default -> ask(number % 4 == 1 ? STREAMED : PLAIN, key, 200);
        };
    }

    private Future<Void> ask(Buffer body, String key, int expected) {
        return client.request(options)
                .compose(request -> {
                    var unused = request.putHeader("authorization", "Bearer " + key)
                            .putHeader("content-type", "application/json");
                    // Many first clients come at once, and each of them with a new connection.
                    if (ThreadLocalRandom.current().nextInt(4) == 0) {
                        var closing = request.putHeader("connection", "close");
                    }
                    return request.send(body);
                })
                .compose(response -> response.body().map(read -> response))
                .onSuccess(response -> count(response, expected))
                .mapEmpty();
    }

    private void count(HttpClientResponse response, int expected) {
        if (response.statusCode() == expected) {
            answered.incrementAndGet();
        }
    }

    private static Buffer request(String model, String content, String more) {
        return Buffer.buffer(REQUEST.formatted(model, content, more));
    }
}
