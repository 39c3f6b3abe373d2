package io.penstock.provider.worker;

import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.check.KeyFinding;
import io.penstock.shared.check.ProviderCheck;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls providers as a worker would, from a Vert.x of its own that ends with the check. */
public final class LiveCheck implements ProviderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(LiveCheck.class);

    /** For the service loader. */
    public LiveCheck() {}

    @Override
    public List<KeyFinding> check(Config config, Duration timeout) {
        Vertx vertx = Vertx.vertx();
        try {
            List<Future<List<KeyFinding>>> asked = new ArrayList<>();
            config.providers().forEach((name, provider) -> {
                if (provider.isEnabled()) {
                    asked.add(ask(vertx, name, provider, timeout));
                }
            });
            return Future.join(asked)
                    .map(all -> all.<List<KeyFinding>>list().stream()
                            .flatMap(List::stream)
                            .toList())
                    .await();
        } finally {
            vertx.close().otherwiseEmpty().await();
        }
    }

    /** Never fails: what goes wrong is a finding too. */
    private static Future<List<KeyFinding>> ask(Vertx vertx, String name, ProviderConfig config, Duration timeout) {
        Promise<List<KeyCheck>> answer = Promise.promise();
        Context home = vertx.getOrCreateContext();
        home.runOnContext(v -> {
            ApiKeys keys = new ApiKeys(name, config.apiKeys(), () -> {}, null);
            Provider provider = Providers.create(vertx, name, config, keys);
            provider.check(timeout).eventually(provider::close).onComplete(answer);
        });
        return answer.future()
                .map(checks -> checks.stream()
                        .map(check -> finding(name, config, check))
                        .toList())
                .recover(e -> {
                    LOG.atWarn()
                            .setMessage("a provider could not be asked")
                            .addKeyValue("provider", name)
                            .setCause(e)
                            .log();
                    return Future.succeededFuture(List.of(new KeyFinding(
                            name, KeyFinding.NO_KEY, KeyFinding.Outcome.UNREACHABLE, "it could not be asked")));
                });
    }

    private static KeyFinding finding(String name, ProviderConfig config, KeyCheck check) {
        // The provider counts the keys that are set only.
        int[] set = IntStream.range(0, config.apiKeys().size())
                .filter(i -> config.apiKeys().get(i).key().isSet())
                .toArray();
        int key = check.place() < set.length ? set[check.place()] : KeyFinding.NO_KEY;
        KeyFinding.Outcome outcome =
                switch (check.outcome()) {
                    case WORKS -> KeyFinding.Outcome.WORKS;
                    case REFUSED -> KeyFinding.Outcome.REFUSED;
                    case UNCLEAR -> KeyFinding.Outcome.UNCLEAR;
                    case UNREACHABLE -> KeyFinding.Outcome.UNREACHABLE;
                };
        return new KeyFinding(name, key, outcome, check.detail());
    }
}
