package io.penstock.provider.upstream.http;

import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.shared.chat.error.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Finds out which keys a provider accepts, without asking it for a completion. Event loop only. */
public final class KeyProbe {

    /**
     * The cheapest request that a good key is needed for.
     *
     * @param accepted the statuses that only a good key gets
     */
    public record Question(UpstreamRequest request, IntPredicate accepted) {

        /** Any success will do. */
        public static Question of(UpstreamRequest request) {
            return new Question(request, status -> status >= 200 && status <= 299);
        }
    }

    private final Endpoint endpoint;
    private final UpstreamErrors errors;
    private final Authorization authorization;
    private final Question question;

    public KeyProbe(Endpoint endpoint, UpstreamErrors errors, Authorization authorization, Question question) {
        this.endpoint = endpoint;
        this.errors = errors;
        this.authorization = authorization;
        this.question = question;
    }

    /**
     * @param keys asked one by one, all at once; none is asked as one
     * @param timeout for each
     */
    public Future<List<KeyCheck>> ask(List<String> keys, Duration timeout) {
        List<Future<KeyCheck>> asked = new ArrayList<>();
        if (keys.isEmpty()) {
            asked.add(ask(null, 0, timeout));
        }
        for (int i = 0; i < keys.size(); i++) {
            asked.add(ask(keys.get(i), i, timeout));
        }
        return Future.all(asked).map(all -> all.<KeyCheck>list());
    }

    private Future<KeyCheck> ask(@Nullable String key, int place, Duration timeout) {
        RequestOptions options = endpoint.options(question.request())
                .setConnectTimeout(timeout.toMillis())
                .setTimeout(timeout.toMillis());
        Buffer body = Buffer.buffer(question.request().body());
        return authorization
                .authorize(options, body, key)
                .compose(ready -> endpoint.client().request(options))
                .compose(request -> request.send(body).compose(response -> judged(response, place)))
                .recover(e -> Future.succeededFuture(unreachable(place, e, timeout)))
                .timeout(timeout.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .recover(e -> Future.succeededFuture(unreachable(place, e, timeout)));
    }

    private Future<KeyCheck> judged(HttpClientResponse response, int place) {
        int status = response.statusCode();
        return response.body().map(body -> {
            if (question.accepted().test(status)) {
                return new KeyCheck(place, KeyCheck.Outcome.WORKS, "");
            }
            Failure failure = errors.of(status, response.headers(), body.getBytes());
            return new KeyCheck(
                    place,
                    failure.cause() == Failure.Cause.CREDENTIALS ? KeyCheck.Outcome.REFUSED : KeyCheck.Outcome.UNCLEAR,
                    errors.told(status, response.headers(), body.getBytes()));
        });
    }

    private KeyCheck unreachable(int place, Throwable cause, Duration timeout) {
        String why = cause instanceof CredentialsException
                ? String.valueOf(cause.getMessage())
                : ConnectionFailures.of(errors.provider(), cause, timeout.toMillis())
                        .error()
                        .message();
        return new KeyCheck(place, KeyCheck.Outcome.UNREACHABLE, why);
    }
}
