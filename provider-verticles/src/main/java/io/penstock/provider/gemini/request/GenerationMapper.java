package io.penstock.provider.gemini.request;

import io.penstock.provider.gemini.schema.SchemaMapper;
import io.penstock.provider.gemini.wire.GenerationConfig;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ResponseFormat;
import io.penstock.provider.upstream.chat.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters that say how the answer is made. */
final class GenerationMapper {

    /** Vertex AI takes up to 2, but not 2 itself. */
    private static final double MOST_PENALTY = 1.99;

    private static final long MOST_LOGPROBS = 20;
    private static final String JSON = "application/json";

    private GenerationMapper() {}

    static GenerationConfig map(ChatRequest chat, GeminiModel model) {
        Parameters parameters = chat.parameters();
        Boolean logprobs = parameters.bool("logprobs");
        Long alternatives = parameters.integer("top_logprobs");
        boolean hasLogprobs = Boolean.TRUE.equals(logprobs);
        ResponseFormat format = format(chat, model);
        List<String> stops = parameters.texts("stop").stream()
                .filter(stop -> !stop.isEmpty())
                .toList();
        return new GenerationConfig(
                parameters.number("temperature", 0, 2),
                parameters.number("top_p", 0, 1),
                parameters.integer("top_k"),
                chat.choices() > 1 ? Integer.valueOf(chat.choices()) : null,
                chat.maxTokens() > 0 ? Long.valueOf(chat.maxTokens()) : null,
                stops.isEmpty() ? null : stops,
                seed(parameters.integer("seed")),
                model.hasPenalties() ? parameters.number("presence_penalty", -2, MOST_PENALTY) : null,
                model.hasPenalties() ? parameters.number("frequency_penalty", -2, MOST_PENALTY) : null,
                hasLogprobs ? true : null,
                hasLogprobs && alternatives != null && alternatives > 0 ? Math.min(MOST_LOGPROBS, alternatives) : null,
                format == null ? null : JSON,
                format instanceof ResponseFormat.JsonSchema schema ? SchemaMapper.answer(schema.schema()) : null,
                ThinkingMapper.map(parameters, model));
    }

    /** Null too where it cannot be had: it is named as dropped then. */
    private static @Nullable ResponseFormat format(ChatRequest chat, GeminiModel model) {
        ResponseFormat format = chat.parameters().responseFormat();
        boolean calls = !chat.tools().isEmpty() && !(chat.toolChoice() instanceof ToolChoice.None);
        if (format != null && calls && !model.hasFormatWithTools()) {
            // "Function calling with a response mime type: 'application/json' is unsupported", a 400.
            chat.parameters().drop("response_format");
            return null;
        }
        return format;
    }

    /** A seed of more than 32 bits becomes one of 32: the same one each time, which is all that a seed is for. */
    private static @Nullable Integer seed(@Nullable Long seed) {
        return seed == null ? null : seed == seed.intValue() ? Integer.valueOf(seed.intValue()) : Long.hashCode(seed);
    }
}
