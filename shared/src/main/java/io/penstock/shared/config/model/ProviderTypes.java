package io.penstock.shared.config.model;

import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Nearest;
import java.util.List;

/** The provider types by name. */
final class ProviderTypes {

    private static final List<String> AVAILABLE = List.of(ProviderConfig.OPENAI, ProviderConfig.ECHO);

    private static final List<String> LATER = List.of(
            "anthropic",
            "gemini",
            "bedrock",
            "azure",
            "cohere",
            "deepseek",
            "groq",
            "mistral",
            "xai",
            "cerebras",
            "perplexity",
            "openrouter",
            "together",
            "fireworks",
            "workers-ai",
            "ollama",
            "vllm",
            "llamacpp",
            "lmstudio");

    private ProviderTypes() {}

    static void check(String type) {
        if (AVAILABLE.contains(type)) {
            return;
        }
        boolean later = LATER.contains(type);
        throw new InvalidConfigException(
                "type",
                later
                        ? "is not available in this version; available: " + String.join(", ", AVAILABLE)
                        : "is not a provider type" + Nearest.choices(type, AVAILABLE, "available"));
    }
}
