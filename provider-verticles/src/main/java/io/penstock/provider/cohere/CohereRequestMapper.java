package io.penstock.provider.cohere;

import io.penstock.provider.cohere.wire.CohereRequest;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ResponseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From the client's request to Cohere's, parameter by parameter; ranges from docs.cohere.com/reference/chat. */
final class CohereRequestMapper {

    private CohereRequestMapper() {}

    static CohereRequest map(ChatRequest chat, String model, boolean stream) {
        Parameters parameters = chat.parameters();
        CohereTools tools = CohereTools.of(chat);
        return new CohereRequest(
                model,
                stream,
                CohereMessages.of(chat.messages()),
                tools.tools(),
                tools.strict(),
                tools.choice(),
                // Cohere refuses it beside tools.
                tools.tools() == null ? format(parameters.responseFormat()) : null,
                CohereThinking.of(parameters, model),
                chat.maxTokens() < 0 ? null : chat.maxTokens(),
                nullIfEmpty(parameters.texts("stop")),
                parameters.number("temperature", 0, 1),
                parameters.number("top_p", 0.01, 0.99),
                topK(parameters.integer("top_k")),
                seed(parameters.integer("seed")),
                penalty(parameters.number("frequency_penalty", 0, 1)),
                penalty(parameters.number("presence_penalty", 0, 1)),
                Boolean.TRUE.equals(parameters.bool("logprobs")) ? true : null,
                parameters.json("documents"),
                parameters.json("citation_options"),
                parameters.json("safety_mode"),
                parameters.json("priority"));
    }

    private static CohereRequest.@Nullable ResponseFormat format(@Nullable ResponseFormat format) {
        if (format == null) {
            return null;
        }
        boolean hasSchema = format instanceof ResponseFormat.JsonSchema;
        return new CohereRequest.ResponseFormat(
                "json_object", hasSchema ? ((ResponseFormat.JsonSchema) format).schema() : null);
    }

    private static @Nullable List<String> nullIfEmpty(List<String> texts) {
        return texts.isEmpty() ? null : texts;
    }

    private static @Nullable Long topK(@Nullable Long k) {
        return k == null ? null : Math.min(500, Math.max(0, k));
    }

    /** Cohere has no negative ones: what matters is that equal seeds stay equal. */
    private static @Nullable Long seed(@Nullable Long seed) {
        return seed == null ? null : seed & Long.MAX_VALUE;
    }

    /** Some models refuse two penalties at once, so one that does nothing is not sent. */
    private static @Nullable Double penalty(@Nullable Double penalty) {
        return penalty == null || penalty == 0 ? null : penalty;
    }
}
