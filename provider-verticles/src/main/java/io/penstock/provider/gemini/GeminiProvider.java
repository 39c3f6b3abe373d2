package io.penstock.provider.gemini;

import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.translate.TranslatedProvider;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Objects;

/** Makes the provider for Gemini. */
public final class GeminiProvider {

    /** How Google's OAuth access tokens begin, which Vertex AI takes in the place of API keys. */
    private static final String ACCESS_TOKEN = "ya29.";

    private static final Authorization API_KEY = Authorization.header("x-goog-api-key", "");
    private static final Authorization BEARER = Authorization.header("authorization", "Bearer ");

    private GeminiProvider() {}

    /** @param keys shared by all worker instances of the node: API keys, or OAuth access tokens */
    public static Provider create(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        URI base = Objects.requireNonNull(config.baseUrl(), "gemini has a default");
        return new TranslatedProvider(
                vertx,
                name,
                config,
                base,
                keys,
                new GeminiTranslator(GeminiPaths.behind(base)),
                (options, body, key) ->
                        (key != null && key.startsWith(ACCESS_TOKEN) ? BEARER : API_KEY).authorize(options, body, key));
    }
}
