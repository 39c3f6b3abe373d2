package io.penstock.provider.openai;

import io.penstock.provider.openai.preset.Preset;
import io.penstock.provider.openai.preset.Presets;
import io.penstock.provider.openai.rewrite.RequestRewrite.Rewritten;
import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.Unsupported;
import io.penstock.provider.upstream.compatible.CompatibleReaders;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.Endpoint;
import io.penstock.provider.upstream.http.HttpCall;
import io.penstock.provider.upstream.http.Outgoing;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.keys.KeyLease;
import io.penstock.provider.upstream.keys.KeyWatch;
import io.penstock.shared.bus.Buffers;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider of OpenAI's form. One per worker instance: its connections stay on that event loop. */
public final class OpenAiProvider implements Provider {

    private static final UpstreamRequest REQUEST = UpstreamRequest.post("/chat/completions", new byte[0]);

    /** A request this large takes milliseconds to rewrite: too long for an event loop. */
    private static final int LARGE_BODY = 256 * 1024;

    private final Vertx vertx;
    private final Preset preset;
    private final OutgoingBody bodies;
    private final Unsupported unsupported;
    private final ApiKeys keys;
    private final UpstreamErrors errors;
    private final Endpoint endpoint;
    private final KeyQuestion question;
    /** By key. */
    private final Map<String, RequestOptions> plain = new HashMap<>();

    private final Map<String, RequestOptions> streamed = new HashMap<>();

    /** @param keys shared by all worker instances of the node */
    public OpenAiProvider(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        this(vertx, name, config, keys, new Endpoint(vertx, base(config)));
    }

    private static URI base(ProviderConfig config) {
        return Objects.requireNonNull(config.baseUrl(), "given or the type's own");
    }

    OpenAiProvider(Vertx vertx, String name, ProviderConfig config, ApiKeys keys, Endpoint endpoint) {
        this.vertx = vertx;
        this.preset = Presets.of(config.type(), config.baseUrl());
        this.bodies = new OutgoingBody(preset);
        this.unsupported = new Unsupported(name, config.onUnsupported());
        this.keys = keys;
        this.errors = new UpstreamErrors(name, keys.all(), VendorErrors.of(config.type(), Clock.systemUTC()));
        this.endpoint = endpoint;
        this.question = new KeyQuestion(vertx, base(config), preset.keyCheck());
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        KeyLease key = keys.take(request.upstreamModel());
        AnswerSink watched = KeyWatch.over(sink, key);
        HttpCall call = new HttpCall(
                endpoint,
                watched,
                errors,
                request,
                response -> CompatibleReaders.of(request, errors, response.getHeader("content-type")));
        byte[] asItIs = bodies.unlessRewritten(request);
        return asItIs == null
                ? call.send(rewritten(request).compose(ready -> outgoing(request, ready, watched, key)))
                : call.send(options(request, key), Buffers.of(asItIs));
    }

    private Future<Rewritten> rewritten(ChatCall request) {
        try {
            unsupported.checkChoices(request.peek().choices(), hasN());
        } catch (ApiException refused) {
            return Future.failedFuture(refused);
        }
        return request.body().length < LARGE_BODY
                ? Future.succeededFuture(bodies.rewritten(request))
                : vertx.executeBlocking(() -> bodies.rewritten(request), false);
    }

    private Future<Outgoing> outgoing(ChatCall request, Rewritten rewritten, AnswerSink sink, @Nullable KeyLease key) {
        unsupported.leaveOut(rewritten.dropped(), sink);
        return Future.succeededFuture(new Outgoing(options(request, key), Buffers.of(rewritten.body())));
    }

    /** The same for all requests with one key; the client reads them while a request is made, and not later. */
    private RequestOptions options(ChatCall request, @Nullable KeyLease key) {
        return (request.peek().stream() ? streamed : plain)
                .computeIfAbsent(key == null ? "" : key.value(), value -> options(request.peek().stream(), value));
    }

    private RequestOptions options(boolean stream, String key) {
        RequestOptions options = endpoint.options(REQUEST)
                .putHeader(HttpHeaders.ACCEPT, stream ? "text/event-stream" : "application/json");
        return key.isEmpty() ? options : options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key);
    }

    @Override
    public boolean hasN() {
        return preset.hasN();
    }

    @Override
    public Future<List<KeyCheck>> check(Duration timeout) {
        return question.ask(errors, keys.all(), timeout);
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
