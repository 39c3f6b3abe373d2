package io.penstock.provider.openai.preset;

import io.penstock.shared.config.model.ProviderType;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The presets, one row each: to add a vendor, add its row here and its base URL to {@link ProviderType}.
 * Where a row has no note, the vendor's API reference or its own SDK says so.
 */
public final class Presets {

    /** OpenAI's own services around a completion, which no other vendor has. */
    private static final String[] SERVICES = {"store", "modalities", "audio", "web_search_options", "verbosity"};
    /** Who asks, for the vendor's own purposes. */
    private static final String[] WHO = {"user", "safety_identifier", "metadata"};
    /** What may make it faster or cheaper. */
    private static final String[] SPEED = {"service_tier", "prediction", "prompt_cache_key", "prompt_cache_retention"};

    private static final String[] LEGACY = {"functions", "function_call"};
    private static final String[] LOGPROBS = {"logprobs", "top_logprobs"};

    private static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final Map<ProviderType, Preset> ROWS = new EnumMap<>(ProviderType.class);

    static {
        // Whoever stands behind the base URL gets what the client sent, but for what others signed.
        put(row(ProviderType.OPENAI)
                .developer()
                .toolChoice(ToolForm.ALL)
                .history(History.UNTOUCHED)
                .ownDetails());

        put(row(ProviderType.DEEPSEEK)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .lacks("seed", "logit_bias", "parallel_tool_calls")
                .noN()
                // api-docs.deepseek.com/guides/thinking_mode
                .effort(Effort.words("minimal", "low", "xhigh", "max").noneIs("thinking", "{\"type\":\"disabled\"}"))
                .toolChoice(ToolForm.FREE_WHILE_THINKING)
                .format(FormatForm.NO_SCHEMA)
                .history(History.REASONING_CONTENT_IN_CALLS));

        // console.groq.com/docs/openai: 400 for what it lacks, and for members that it does not know.
        put(row(ProviderType.GROQ)
                .lacks(SERVICES)
                .lacks(LOGPROBS)
                .lacks("logit_bias", "metadata", "safety_identifier")
                .lacks("prediction", "prompt_cache_key", "prompt_cache_retention")
                .says("service_tier", "default", "on_demand")
                .says("service_tier", "priority", "performance")
                .noN()
                .effort(Effort::groq)
                .developer()
                .strict()
                .named()
                .history(History.REASONING));

        // 422 extra_forbidden for all that it does not know, even a false or a 0.
        put(row(ProviderType.MISTRAL)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .calls("seed", "random_seed")
                .says("tool_choice", "required", "any")
                .most("temperature", 1.5)
                .lacks(SERVICES)
                .lacks(LOGPROBS)
                .lacks(LEGACY)
                .lacks("logit_bias", "user", "safety_identifier", "service_tier", "prompt_cache_retention")
                .schemasNeeded()
                .noStreamOptions()
                .strict()
                .named("tool")
                .shortIds()
                .history(History.PARTS));

        // "Model … does not support parameter presencePenalty": 0 is refused as well.
        put(row(ProviderType.XAI)
                .lacks("presence_penalty", "frequency_penalty", "stop", "logit_bias")
                .lacks(SERVICES)
                .lacks(LEGACY)
                .lacks("metadata", "safety_identifier", "prediction", "prompt_cache_key", "prompt_cache_retention")
                .most("top_logprobs", 8)
                .effort(Effort::xai)
                .named("user")
                .history(History.REASONING_CONTENT));

        // 400 wrong_api_format for all that it does not know.
        put(row(ProviderType.CEREBRAS)
                .most("temperature", 1.5)
                .lacks(SERVICES)
                .lacks(LEGACY)
                .lacks("metadata", "safety_identifier", "prompt_cache_retention")
                .effort(Effort.THREE_LEVELS)
                .strict()
                .history(History.REASONING));

        // A search engine that answers: no tools, and each parameter that it does not list is ignored or refused.
        put(row(ProviderType.PERPLEXITY)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .most("temperature", 1.99)
                .lacks("tools", "tool_choice", "parallel_tool_calls", "seed", "logit_bias")
                .lacks("store", "modalities", "audio", "verbosity")
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .lacks(LOGPROBS)
                .noN()
                .effort(Effort.words("none", "minimal", "xhigh", "high", "max", "high"))
                .format(FormatForm.NO_OBJECT)
                .noStreamOptions()
                .strict()
                .named()
                .keyCheck("/async/chat/completions"));

        // Speaks all of OpenAI's form itself. Its list of models is public.
        put(row(ProviderType.OPENROUTER)
                .developer()
                .toolChoice(ToolForm.ALL)
                .history(History.REASONING)
                .ownDetails()
                .keyCheck("/key"));

        put(row(ProviderType.TOGETHER)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks("parallel_tool_calls")
                .countsLogprobs()
                .effort(Effort.THREE_LEVELS.noneIs("reasoning", "{\"enabled\":false}"))
                .history(History.REASONING));

        // 400 "Extra inputs are not permitted" for all that it does not know.
        put(row(ProviderType.FIREWORKS)
                .most("top_logprobs", 5)
                .lacks(SERVICES)
                .lacks("safety_identifier", "prompt_cache_retention")
                .effort(Effort.THREE_LEVELS)
                .strict()
                .named()
                .history(History.REASONING_CONTENT));

        put(row(ProviderType.WORKERS_AI)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .lacks(LOGPROBS)
                .lacks("logit_bias", "stop", "parallel_tool_calls")
                .noN()
                .effort(Effort.THREE_LEVELS.noneIs("chat_template_kwargs", "{\"enable_thinking\":false}"))
                .plainContent()
                .keyCheck("../models/search?per_page=1"));

        // docs.ollama.com/api/openai-compatibility: what it does not read, it ignores.
        put(row(ProviderType.OLLAMA)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .lacks("logit_bias", "parallel_tool_calls")
                .noN()
                .toolChoice(ToolForm.NOTHING)
                .history(History.REASONING));

        put(row(ProviderType.VLLM)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .history(History.REASONING));

        // Its list of models is public; its properties are not.
        put(row(ProviderType.LLAMACPP)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .effort(Effort::template)
                .toolChoice(ToolForm.WORDS)
                .history(History.REASONING_CONTENT)
                .keyCheck("../props"));

        // lmstudio.ai/docs/developer/openai-compat/chat-completions
        put(row(ProviderType.LMSTUDIO)
                .calls(MAX_COMPLETION_TOKENS, MAX_TOKENS)
                .lacks(SERVICES)
                .lacks(WHO)
                .lacks(SPEED)
                .lacks(LEGACY)
                .lacks(LOGPROBS)
                .lacks("parallel_tool_calls")
                .noN()
                .toolChoice(ToolForm.WORDS)
                .format(FormatForm.NO_OBJECT));
    }

    /** OpenAI itself takes no reasoning back, whoever it is from. */
    private static final Preset OPENAI_ITSELF = row(ProviderType.OPENAI)
            .developer()
            .toolChoice(ToolForm.ALL)
            .history(History.NONE)
            .preset();

    private Presets() {}

    /** @throws NullPointerException for a type that does not speak OpenAI's form */
    public static Preset of(ProviderType type) {
        return Objects.requireNonNull(ROWS.get(type), () -> "no preset " + type);
    }

    /** The same, but that OpenAI's own address tells it from others who speak its form. */
    public static Preset of(ProviderType type, @Nullable URI baseUrl) {
        boolean itself = type == ProviderType.OPENAI && baseUrl != null && "api.openai.com".equals(baseUrl.getHost());
        return itself ? OPENAI_ITSELF : of(type);
    }

    private static Row row(ProviderType type) {
        return new Row(type);
    }

    private static void put(Row row) {
        Preset preset = row.preset();
        ROWS.put(preset.type(), preset);
    }
}
