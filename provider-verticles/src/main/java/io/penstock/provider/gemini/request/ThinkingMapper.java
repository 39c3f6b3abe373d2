package io.penstock.provider.gemini.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.gemini.wire.GenerationConfig;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ReasoningEffort;
import org.jspecify.annotations.Nullable;

/**
 * How much a model thinks: {@code reasoning_effort}, or Anthropic's {@code thinking}, which clients of other
 * gateways send whatever the provider. Both are left to be dropped where a model cannot be told.
 */
final class ThinkingMapper {

    /** More than any model may be told, for those whose most is not known. */
    private static final long MOST_OF_PRO = 32768;

    private static final long MOST_OF_FLASH = 24576;
    private static final long LEAST_OF_PRO = 128;
    private static final long LEAST_OF_FLASH_LITE = 512;

    private ThinkingMapper() {}

    static GenerationConfig.@Nullable Thinking map(Parameters parameters, GeminiModel model) {
        if (model.thinking() == GeminiModel.Thinking.NONE) {
            return null;
        }
        ReasoningEffort effort = parameters.reasoningEffort();
        if (effort != null) {
            return model.thinking() == GeminiModel.Thinking.BUDGET
                    ? budget(effort.budget(), model)
                    : level(effort, model);
        }
        ObjectNode thinking = parameters.object("thinking");
        return thinking == null ? null : asAnthropicHasIt(thinking, model);
    }

    private static GenerationConfig.Thinking budget(long tokens, GeminiModel model) {
        long most = model.isPro() ? MOST_OF_PRO : MOST_OF_FLASH;
        if (tokens <= 0 && !model.isPro()) {
            return new GenerationConfig.Thinking(0L, null, false);
        }
        long least = model.isPro() ? LEAST_OF_PRO : model.isFlashLite() ? LEAST_OF_FLASH_LITE : 1;
        // Pro cannot stop thinking; what little it does then is nobody's wish to read.
        return new GenerationConfig.Thinking(Math.min(most, Math.max(least, tokens)), null, tokens > 0);
    }

    private static GenerationConfig.Thinking level(ReasoningEffort effort, GeminiModel model) {
        String least = model.isPro() ? "LOW" : "MINIMAL";
        String level =
                switch (effort) {
                    case NONE, MINIMAL -> least;
                    case LOW -> "LOW";
                    case MEDIUM -> model.hasTwoLevels() ? "HIGH" : "MEDIUM";
                    case HIGH, XHIGH, MAX -> "HIGH";
                };
        return new GenerationConfig.Thinking(null, level, effort != ReasoningEffort.NONE);
    }

    private static GenerationConfig.@Nullable Thinking asAnthropicHasIt(ObjectNode thinking, GeminiModel model) {
        String type = thinking.path("type").asText();
        if (type.equals("disabled")) {
            return model.thinking() == GeminiModel.Thinking.BUDGET
                    ? budget(0, model)
                    : level(ReasoningEffort.NONE, model);
        }
        JsonNode tokens = thinking.path("budget_tokens");
        if (!tokens.canConvertToLong() || !tokens.isIntegralNumber()) {
            return new GenerationConfig.Thinking(null, null, true);
        }
        // Gemini 3 still takes a budget, if no level stands beside it.
        return model.thinking() == GeminiModel.Thinking.BUDGET
                ? budget(tokens.longValue(), model)
                : new GenerationConfig.Thinking(Math.max(1, tokens.longValue()), null, true);
    }
}
