package io.penstock.provider.openai;

import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.http.Endpoint;
import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Asks a vendor which keys are good, with the request of its row. */
final class KeyQuestion {

    private static final String PARENT = "..";

    private final Vertx vertx;
    private final URI base;
    private final String path;

    /** @param path as {@link io.penstock.provider.openai.preset.Preset#keyCheck()} has it */
    KeyQuestion(Vertx vertx, URI base, String path) {
        this.vertx = vertx;
        this.base = path.startsWith(PARENT) ? parent(base) : base;
        this.path = path.startsWith(PARENT) ? path.substring(PARENT.length()) : path;
    }

    /** On connections of its own: it is asked once, before there is any call. */
    Future<List<KeyCheck>> ask(UpstreamErrors errors, List<String> keys, Duration timeout) {
        Endpoint endpoint = new Endpoint(vertx, base);
        return new KeyProbe(
                        endpoint,
                        errors,
                        Authorization.header("authorization", "Bearer "),
                        KeyProbe.Question.of(UpstreamRequest.get(path)))
                .ask(keys, timeout)
                .eventually(endpoint::close);
    }

    private static URI parent(URI base) {
        String path = base.getRawPath();
        return URI.create(base.getScheme() + "://" + base.getRawAuthority()
                + path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    }
}
