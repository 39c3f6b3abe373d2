package io.penstock.provider.upstream.translate;

import io.penstock.provider.upstream.AnswerSink;
import io.penstock.provider.upstream.Call;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.Unsupported;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.ChatRequestMapper;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.http.Endpoint;
import io.penstock.provider.upstream.http.HttpCall;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.Outgoing;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.keys.KeyLease;
import io.penstock.provider.upstream.keys.KeyWatch;
import io.penstock.shared.chat.error.ApiException;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A provider with a wire form of its own, which its {@link Translator} knows. One per worker instance. */
public final class TranslatedProvider implements Provider {

    /** A request this large takes milliseconds to translate: too long for an event loop. */
    private static final int LARGE_BODY = 256 * 1024;

    private final Vertx vertx;
    private final Translator translator;
    private final Authorization authorization;
    private final ApiKeys keys;
    private final UpstreamErrors errors;
    private final Unsupported unsupported;
    private final Endpoint endpoint;

    /** A request in both forms. */
    private record Translated(ChatRequest chat, UpstreamRequest upstream) {}

    /**
     * @param base of the provider's URLs
     * @param keys shared by all worker instances of the node
     */
    public TranslatedProvider(
            Vertx vertx,
            String name,
            ProviderConfig config,
            URI base,
            ApiKeys keys,
            Translator translator,
            Authorization authorization) {
        this(vertx, name, config, base, keys, translator, authorization, List.of());
    }

    /** @param secrets that requests carry beside the keys, which no message may contain either */
    public TranslatedProvider(
            Vertx vertx,
            String name,
            ProviderConfig config,
            URI base,
            ApiKeys keys,
            Translator translator,
            Authorization authorization,
            List<String> secrets) {
        this.vertx = vertx;
        this.translator = translator;
        this.authorization = authorization;
        this.keys = keys;
        this.errors = new UpstreamErrors(
                name, Stream.concat(keys.all().stream(), secrets.stream()).toList(), translator.errors());
        this.unsupported = new Unsupported(name, config.onUnsupported());
        this.endpoint = new Endpoint(vertx, base);
    }

    @Override
    public Call call(ChatCall request, AnswerSink sink) {
        KeyLease key = keys.take(request.upstreamModel());
        AnswerSink watched = KeyWatch.over(sink, key);
        Future<Translated> translated = translate(request);
        HttpCall call = new HttpCall(
                endpoint,
                watched,
                errors,
                request,
                response -> reader(request, translated.result().chat(), response.getHeader("content-type")));
        return call.send(translated.compose(ready -> outgoing(request, ready, watched, key)));
    }

    private Future<Translated> translate(ChatCall request) {
        try {
            unsupported.checkChoices(request.peek().choices(), hasN());
            return request.body().length < LARGE_BODY
                    ? Future.succeededFuture(translated(request))
                    : vertx.executeBlocking(() -> translated(request), false);
        } catch (ApiException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Translated translated(ChatCall request) {
        ChatRequest chat = ChatRequestMapper.map(request.body(), request.peek());
        return new Translated(chat, translator.request(chat, request.upstreamModel(), request.peek().stream()));
    }

    private Future<Outgoing> outgoing(
            ChatCall request, Translated translated, AnswerSink sink, @Nullable KeyLease key) {
        unsupported.leaveOut(translated.chat().parameters().dropped(), sink);
        RequestOptions options = endpoint.options(translated.upstream());
        if (!options.getHeaders().contains(HttpHeaders.ACCEPT)) {
            options.putHeader(HttpHeaders.ACCEPT, request.peek().stream() ? "text/event-stream" : "application/json");
        }
        Buffer body = Buffer.buffer(translated.upstream().body());
        return authorization
                .authorize(options, body, key == null ? null : key.value())
                .map(done -> new Outgoing(options, body));
    }

    private AnswerReader reader(ChatCall call, ChatRequest chat, @Nullable String contentType) {
        if (!call.peek().stream()) {
            return new TranslatedDocument(call, translator, chat, new WholeAnswer(call), errors);
        }
        StreamedAnswer answer = new StreamedAnswer(call);
        boolean json = contentType != null && contentType.startsWith("application/json");
        return json
                ? new TranslatedDocument(call, translator, chat, answer, errors)
                : new TranslatedStream(answer, translator.framing(), translator.events(chat, answer), errors);
    }

    @Override
    public boolean hasN() {
        return translator.hasN();
    }

    @Override
    public Future<List<KeyCheck>> check(Duration timeout) {
        return new KeyProbe(endpoint, errors, authorization, translator.probe()).ask(keys.all(), timeout);
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
