package io.penstock.system;

import io.penstock.testkit.ScriptedUpstream;

/**
 * The providers and models of a test class, as configuration. Each case gets a model of its own on a
 * provider of its own, so that one case's failures cannot put another's target into a cooldown. The
 * upstream sees the target's name as the model: {@code case} for one target, {@code case-a} and
 * {@code case-b} for two.
 */
final class CaseModels {

    private final String baseUrl;
    private final StringBuilder providers = new StringBuilder("providers:\n");
    private final StringBuilder models = new StringBuilder("models:\n");

    CaseModels(ScriptedUpstream upstream) {
        this(upstream.baseUrl());
    }

    CaseModels(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** The secret that the gateway holds for the case's provider. */
    static String secretOf(String provider) {
        return "sk-secret-of-" + provider + "-7f3a91";
    }

    CaseModels each(String... names) {
        for (String name : names) {
            one(name, "");
        }
        return this;
    }

    /** @param settings of the model, in flow style, such as {@code retries: 0} */
    CaseModels one(String name, String settings) {
        return provider(name, baseUrl).model(name, target(name), settings);
    }

    /** A model with one target somewhere else. */
    CaseModels at(String url, String name, String settings) {
        return provider(name, url).model(name, target(name), settings);
    }

    CaseModels two(String name, String settings) {
        return provider(name + "-a", baseUrl)
                .provider(name + "-b", baseUrl)
                .model(name, target(name + "-a") + ", " + target(name + "-b"), settings);
    }

    /** One target, or two, whose first one has settings of its own, in flow style. */
    CaseModels tuned(String name, String ofFirst, boolean second, String settings) {
        String first = "{ provider: %s, model: %s, %s }".formatted(name + "-a", name + "-a", ofFirst);
        provider(name + "-a", baseUrl);
        return second
                ? provider(name + "-b", baseUrl).model(name, first + ", " + target(name + "-b"), settings)
                : model(name, first, settings);
    }

    CaseModels echo(String name, String providerSettings) {
        providers
                .append("  ")
                .append(name)
                .append(": { type: echo")
                .append(providerSettings.isEmpty() ? "" : ", " + providerSettings)
                .append(" }\n");
        return model(name, "{ provider: " + name + ", model: echo }", "");
    }

    String yaml() {
        return providers.toString() + models;
    }

    private CaseModels provider(String name, String url) {
        providers.append(
                "  %s: { type: openai, baseUrl: \"%s\", apiKeys: [\"%s\"] }\n".formatted(name, url, secretOf(name)));
        return this;
    }

    private CaseModels model(String name, String targets, String settings) {
        models.append(
                "  %s: { targets: [ %s ]%s }\n".formatted(name, targets, settings.isEmpty() ? "" : ", " + settings));
        return this;
    }

    private static String target(String name) {
        return "{ provider: %s, model: %s }".formatted(name, name);
    }
}
