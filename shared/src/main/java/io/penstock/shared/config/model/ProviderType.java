package io.penstock.shared.config.model;

import io.penstock.shared.config.value.InvalidConfigException;
import io.penstock.shared.config.value.Nearest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The vendors and servers that Penstock knows by name: where they are, and which environment variable
 * their own tools read the key from. What their wire form is, the provider side knows.
 */
public enum ProviderType {
    OPENAI("https://api.openai.com/v1", "OPENAI_API_KEY"),
    ECHO(null),
    ANTHROPIC("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    GEMINI("https://generativelanguage.googleapis.com", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
    /** Its URL has the region in it. */
    BEDROCK(null),
    /** Its URL has the resource's name in it. */
    AZURE(null, "AZURE_OPENAI_API_KEY"),
    COHERE("https://api.cohere.com", "COHERE_API_KEY", "CO_API_KEY"),
    DEEPSEEK("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    GROQ("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    MISTRAL("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    XAI("https://api.x.ai/v1", "XAI_API_KEY"),
    CEREBRAS("https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
    PERPLEXITY("https://api.perplexity.ai", "PERPLEXITY_API_KEY", "PPLX_API_KEY"),
    OPENROUTER("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    TOGETHER("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
    FIREWORKS("https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
    /** Its URL has the account's id in it. */
    WORKERS_AI(null, "CLOUDFLARE_API_TOKEN"),
    OLLAMA("http://127.0.0.1:11434/v1"),
    VLLM("http://127.0.0.1:8000/v1"),
    LLAMACPP("http://127.0.0.1:8080/v1"),
    LMSTUDIO("http://127.0.0.1:1234/v1");

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final @Nullable URI baseUrl;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> keyVariables;

    ProviderType(@Nullable String baseUrl, String... keyVariables) {
        this.baseUrl = baseUrl == null ? null : URI.create(baseUrl);
        this.keyVariables = List.of(keyVariables);
    }

    /** @throws InvalidConfigException naming the nearest one */
    public static ProviderType of(String word) {
        for (ProviderType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new InvalidConfigException("", "is not a provider type" + Nearest.choices(word, words(), "available"));
    }

    /** All types' words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(ProviderType::word).toList();
    }

    /** As it stands in a configuration. */
    public String word() {
        return word;
    }

    /** The vendor's own address, or a local server's usual one; null where there is none for all users. */
    public @Nullable URI baseUrl() {
        return baseUrl;
    }

    /**
     * The environment variables that the vendor's own tools take the key from, the usual one first; empty where
     * no key is asked for, and for {@code bedrock}, which has more than a key.
     */
    public List<String> keyVariables() {
        return keyVariables;
    }

    /** Whether a URL must be given: its address differs from user to user. */
    public boolean needsBaseUrl() {
        return this == AZURE || this == WORKERS_AI;
    }

    /** Whether its models are OpenAI's own, whose tokenizer is public. */
    public boolean hasOpenAiModels() {
        return this == OPENAI || this == AZURE;
    }
}
