package io.penstock.provider.worker;

import io.penstock.provider.anthropic.AnthropicProvider;
import io.penstock.provider.azure.AzureProvider;
import io.penstock.provider.bedrock.BedrockProvider;
import io.penstock.provider.cohere.CohereProvider;
import io.penstock.provider.echo.EchoProvider;
import io.penstock.provider.gemini.GeminiProvider;
import io.penstock.provider.openai.OpenAiProvider;
import io.penstock.provider.upstream.Provider;
import io.penstock.provider.upstream.choices.CallPerChoice;
import io.penstock.provider.upstream.keys.ApiKeys;
import io.penstock.shared.config.model.ProviderConfig;
import io.vertx.core.Vertx;
import java.time.Duration;

/** The one place that knows all provider types. */
final class Providers {

    private Providers() {}

    /** Cheap: a provider opens no connection and no thread before its first call. The keys are the node's. */
    static Provider create(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        Provider provider = byType(vertx, name, config, keys);
        return config.emulateN() ? new CallPerChoice(provider) : provider;
    }

    private static Provider byType(Vertx vertx, String name, ProviderConfig config, ApiKeys keys) {
        return switch (config.type()) {
            case ECHO -> new EchoProvider(vertx, config.delay() == null ? Duration.ZERO : config.delay());
            case ANTHROPIC -> AnthropicProvider.create(vertx, name, config, keys);
            case GEMINI -> GeminiProvider.create(vertx, name, config, keys);
            case BEDROCK -> BedrockProvider.create(vertx, name, config, keys);
            case COHERE -> CohereProvider.create(vertx, name, config, keys);
            case AZURE -> new AzureProvider(vertx, name, config, keys);
            default -> new OpenAiProvider(vertx, name, config, keys);
        };
    }
}
