package io.penstock.provider.worker;

import io.penstock.provider.upstream.KeyCheck;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** Makes providers for tests as a worker instance does. */
public final class WorkerProviders {

    private WorkerProviders() {}

    public static Provider create(Vertx vertx, String name, ProviderConfig config) {
        return Providers.create(vertx, name, config, new ApiKeys(name, config.apiKeys(), () -> {}, null));
    }

    /** What the provider's first key is worth, asked on an event loop, as a provider must be. */
    public static KeyCheck check(Vertx vertx, Provider provider) {
        Promise<List<KeyCheck>> checks = Promise.promise();
        vertx.runOnContext(v -> provider.check(Duration.ofSeconds(5)).onComplete(checks));
        return checks.future().await().get(0);
    }
}
