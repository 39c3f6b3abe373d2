package io.penstock.provider.azure;

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
import io.penstock.provider.upstream.http.Outgoing;
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

/** A resource of Azure OpenAI, whose deployments are its models. One per worker instance. */
public final class AzureProvider implements Provider {

    /** A request this large takes milliseconds to look through: too long for an event loop. */
    private static final int LARGE_BODY = 256 * 1024;

    private static final Authorization API_KEY = Authorization.header("api-key", "");
    private static final Authorization BEARER = Authorization.header("authorization", "Bearer ");

    private final Vertx vertx;
    private final AzureAddress address;
    private final ApiKeys keys;
    private final UpstreamErrors errors;
    private final Endpoint endpoint;

    /** @param keys shared by all worker instances of the node */
    public AzureProvider(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        this.vertx = vertx;
        this.address =
                AzureAddress.of(Objects.requireNonNull(config.baseUrl(), "needed by the type"), config.apiVersion());
        this.keys = keys;
        this.errors = new UpstreamErrors(name, keys.all(), AzureErrors::read);
        this.endpoint = new Endpoint(vertx, address.root());
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        KeyLease key = keys.take(request.upstreamModel());
        HttpCall call = new HttpCall(
                endpoint,
                KeyWatch.over(sink, key),
                errors,
                request,
                response -> CompatibleReaders.of(request, errors, response.getHeader("content-type")));
        RequestOptions options = endpoint.options(
                        UpstreamRequest.post(address.chat(request.upstreamModel()), new byte[0]))
                .putHeader(HttpHeaders.ACCEPT, request.peek().stream() ? "text/event-stream" : "application/json");
        return call.send(body(request).compose(body -> authorization()
                .authorize(options, body, key == null ? null : key.value())
                .map(done -> new Outgoing(options, body))));
    }

    private Future<Buffer> body(ChatCall request) {
        return request.body().length < LARGE_BODY
                ? Future.succeededFuture(translated(request))
                : vertx.executeBlocking(() -> translated(request), false);
    }

    private Buffer translated(ChatCall request) {
        boolean options = request.peek().streamOptionsValue().isPresent();
        return Buffer.buffer(UnknownMembers.leaveOut(
                BodySplice.splice(request.body(), request.peek(), request.upstreamModel(), address.tellsUsage()),
                options && !address.tellsUsage()));
    }

    /** A resource's keys have a header of their own; a token of Entra ID is a JSON Web Token (RFC 7519). */
    static Authorization authorization() {
        return (options, body, key) -> {
            boolean token = key != null && key.startsWith("eyJ");
            return (token ? BEARER : API_KEY).authorize(options, body, key);
        };
    }

    @Override
    public Future<List<KeyCheck>> check(Duration timeout) {
        KeyProbe.Question question = KeyProbe.Question.of(UpstreamRequest.get(address.models()));
        return new KeyProbe(endpoint, errors, authorization(), question).ask(keys.all(), timeout);
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
