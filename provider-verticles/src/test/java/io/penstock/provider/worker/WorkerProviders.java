package io.penstock.provider.worker;

import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Vertx;

/** Makes providers for tests as a worker instance does. */
public final class WorkerProviders {

    private WorkerProviders() {}

    public static Provider create(Vertx vertx, String name, ProviderConfig config) {
        return Providers.create(vertx, name, config, new ApiKeys(name, config.apiKeys(), () -> {}, null));
    }
}
