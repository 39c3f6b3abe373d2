package io.penstock.provider.openai;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.http.HttpCall;
import io.penstock.provider.upstream.http.Places;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.keys.KeyLease;
import io.penstock.provider.upstream.keys.KeyWatch;
import io.penstock.shared.chat.request.BodySplice;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider of OpenAI's form. One per worker instance: its connections stay on that event loop. */
public final class OpenAiProvider implements Provider {

    /** Completions take seconds: this is how many a worker instance runs at once on HTTP/1.1. */
    private static final int CONNECTIONS = 2048;
    /** Shorter than the idle timeouts of common load balancers (60 s), so that they do not close first. */
    private static final int KEEP_ALIVE_SECONDS = 45;

    private static final int MAX_CHUNK = 64 * 1024;

    private final Vertx vertx;
    private final String name;
    private final URI base;
    private final String path;
    private final ApiKeys keys;
    private final UpstreamErrors errors;
    private final int connections;
    private final Places places;
    private @Nullable HttpClient client;

    /** @param keys shared by all worker instances of the node */
    public OpenAiProvider(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        this(vertx, name, config, keys, CONNECTIONS);
    }

    OpenAiProvider(Vertx vertx, String name, ProviderConfig config, ApiKeys keys, int connections) {
        this.vertx = vertx;
        this.name = name;
        this.base = Objects.requireNonNull(config.baseUrl(), "openai has a default");
        this.path = base.getRawPath() + "/chat/completions";
        this.keys = keys;
        this.errors = new UpstreamErrors(name, keys.all());
        this.connections = connections;
        this.places = new Places(connections);
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        boolean stream = request.peek().stream();
        KeyLease key = keys.take(request.upstreamModel());
        HttpCall call = new HttpCall(
                vertx,
                name,
                KeyWatch.over(sink, key),
                errors,
                request,
                response -> reader(request, response.getHeader("content-type")),
                places);
        byte[] body = BodySplice.splice(request.body(), request.peek(), request.upstreamModel(), stream);
        return call.send(client(), options(key, stream), Buffer.buffer(body));
    }

    @Override
    public boolean isFull() {
        return places.areTaken();
    }

    private AnswerReader reader(ChatCall request, @Nullable String contentType) {
        boolean json = contentType != null && contentType.startsWith("application/json");
        if (!request.peek().stream()) {
            return new PlainReader(name, request, errors);
        }
        return json ? new WholeAnswerStreamed(name, request, errors) : new StreamReader(request, errors);
    }

    private RequestOptions options(@Nullable KeyLease key, boolean stream) {
        boolean tls = "https".equalsIgnoreCase(base.getScheme());
        int port = base.getPort() > 0 ? base.getPort() : tls ? 443 : 80;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(tls)
                .setHost(base.getHost())
                .setPort(port)
                .setURI(path)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.ACCEPT, stream ? "text/event-stream" : "application/json")
                .putHeader(HttpHeaders.USER_AGENT, "penstock");
        if (key != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key.value());
        }
        return options;
    }

    /** Made with the first call: an idle provider costs no pool and no timer. */
    private HttpClient client() {
        if (client == null) {
            client = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                            .setMaxChunkSize(MAX_CHUNK)
                            .setTcpNoDelay(true)
                            .setVerifyHost(true),
                    new PoolOptions()
                            .setHttp1MaxSize(connections)
                            // For moments only, while a connection that was given up still closes.
                            .setMaxWaitQueueSize(connections)
                            .setEventLoopSize(0));
        }
        return client;
    }

    @Override
    public Future<Void> close() {
        return client == null ? Future.succeededFuture() : client.close();
    }
}
