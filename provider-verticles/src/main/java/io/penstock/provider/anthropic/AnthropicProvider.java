package io.penstock.provider.anthropic;

import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.http.Authorization;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.provider.upstream.translate.TranslatedProvider;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Vertx;
import java.util.Objects;

/** Anthropic, and servers that speak its Messages API. */
public final class AnthropicProvider {

    /** How the tokens begin that users get by signing in: they are not sent as keys. */
    private static final String TOKEN = "sk-ant-oat";

    private static final Authorization KEY = Authorization.header("x-api-key", "");
    private static final Authorization BEARER = Authorization.header("authorization", "Bearer ");

    private AnthropicProvider() {}

    /** @param keys shared by all worker instances of the node */
    public static Provider create(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        return new TranslatedProvider(
                vertx,
                name,
                config,
                Objects.requireNonNull(config.baseUrl(), "baseUrl"),
                keys,
                new AnthropicTranslator(ApiVersion.of(config.apiVersion())),
                authorization());
    }

    static Authorization authorization() {
        return (options, body, key) -> {
            if (key == null || !key.startsWith(TOKEN)) {
                return KEY.authorize(options, body, key);
            }
            options.putHeader("anthropic-beta", "oauth-2025-04-20");
            return BEARER.authorize(options, body, key);
        };
    }
}
