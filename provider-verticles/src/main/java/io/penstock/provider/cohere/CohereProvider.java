package io.penstock.provider.cohere;

import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.translate.TranslatedProvider;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Vertx;
import java.util.Objects;

/** Cohere's Command models. */
public final class CohereProvider {

    private CohereProvider() {}

    /** @param keys shared by all worker instances of the node */
    public static Provider create(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        return new TranslatedProvider(
                vertx,
                name,
                config,
                Objects.requireNonNull(config.baseUrl(), "given or the type's own"),
                keys,
                new CohereTranslator(),
                Authorization.header("authorization", "Bearer "));
    }
}
