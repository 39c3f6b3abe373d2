package io.penstock.provider.openai;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.compatible.CompatibleReaders;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.http.Endpoint;
import io.penstock.provider.upstream.http.HttpCall;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.keys.KeyLease;
import io.penstock.provider.upstream.keys.KeyWatch;
import io.penstock.shared.chat.request.BodySplice;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A provider of OpenAI's form. One per worker instance: its connections stay on that event loop. */
public final class OpenAiProvider implements Provider {

    private static final UpstreamRequest REQUEST = UpstreamRequest.post("/chat/completions", new byte[0]);

    private final ApiKeys keys;
    private final UpstreamErrors errors;
    private final Endpoint endpoint;

    /** @param keys shared by all worker instances of the node */
    public OpenAiProvider(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        this(new Endpoint(vertx, Objects.requireNonNull(config.baseUrl(), "given or the type's own")), name, keys);
    }

    OpenAiProvider(Endpoint endpoint, String name, ApiKeys keys) {
        this.endpoint = endpoint;
        this.keys = keys;
        this.errors = new UpstreamErrors(name, keys.all());
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        boolean stream = request.peek().stream();
        KeyLease key = keys.take(request.upstreamModel());
        HttpCall call = new HttpCall(
                endpoint,
                KeyWatch.over(sink, key),
                errors,
                request,
                response -> CompatibleReaders.of(request, errors, response.getHeader("content-type")));
        byte[] body = BodySplice.splice(request.body(), request.peek(), request.upstreamModel(), stream);
        RequestOptions options = endpoint.options(REQUEST)
                .putHeader(HttpHeaders.ACCEPT, stream ? "text/event-stream" : "application/json");
        if (key != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key.value());
        }
        return call.send(options, Buffer.buffer(body));
    }

    @Override
    public Future<List<KeyCheck>> check(Duration timeout) {
        return new KeyProbe(
                        endpoint,
                        errors,
                        Authorization.header("authorization", "Bearer "),
                        KeyProbe.Question.of(UpstreamRequest.get("/models")))
                .ask(keys.all(), timeout);
    }

    @Override
    public boolean isFull() {
        return endpoint.isFull();
    }

    @Override
    public Future<Void> close() {
        return endpoint.close();
    }
}
