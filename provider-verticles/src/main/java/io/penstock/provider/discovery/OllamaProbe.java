package io.penstock.provider.discovery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks an Ollama for its version and its models (docs/api.md of Ollama: {@code GET /api/version}, {@code GET
 * /api/tags}). Event loop only.
 */
final class OllamaProbe {

    /** Of an answer; a thousand models have less. */
    private static final int MOST_BYTES = 1 << 20;

    private final HttpClient client;
    private final URI base;
    private final long timeoutMillis;

    /** @param base of its API in OpenAI's form; its own is beside that */
    OllamaProbe(Vertx vertx, URI base, long timeoutMillis) {
        this.base = base;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeoutMillis).setVerifyHost(true),
                // Its own connection each time: whether it runs is what is asked.
                new PoolOptions().setHttp1MaxSize(1));
    }

    /** Its version; fails where nothing answers in time, or something else does. */
    Future<String> version() {
        return get("/api/version").map(answer -> {
            if (!(answer.getValue("version") instanceof String version)) {
                throw new IllegalStateException("what answers is no Ollama");
            }
            return version;
        });
    }

    /** The names of its models. */
    Future<List<String>> models() {
        return get("/api/tags").map(answer -> answer.getJsonArray("models").stream()
                .filter(JsonObject.class::isInstance)
                .map(model -> ((JsonObject) model).getString("name", ""))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<JsonObject> get(String path) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl("https".equals(base.getScheme()))
                .setHost(base.getHost())
                .setPort(base.getPort())
                .setURI(path)
                .putHeader("connection", "close");
        return client.request(request)
                .compose(sent -> sent.send()
                        .compose(OllamaProbe::body)
                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                        .onFailure(late -> {
                            boolean unused = sent.reset().isComplete();
                        }))
                .map(JsonObject::new);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > MOST_BYTES) {
                whole.tryFail("the answer is too long");
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> {
            if (response.statusCode() == 200) {
                whole.tryComplete(body);
            } else {
                whole.tryFail("status " + response.statusCode());
            }
        });
        return whole.future();
    }
}
