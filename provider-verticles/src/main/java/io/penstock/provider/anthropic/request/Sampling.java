package io.penstock.provider.anthropic.request;

import io.penstock.provider.upstream.chat.Parameters;
import org.jspecify.annotations.Nullable;

/** How tokens are drawn. What is not taken here is dropped: Anthropic refuses it beside other things, or altogether. */
record Sampling(
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long topK) {

    private static final Sampling NONE = new Sampling(null, null, null);
    /** While it thinks, a model takes only a little less than all (platform.claude.com/docs, "Extended thinking"). */
    private static final double LEAST_TOP_P = 0.95;

    /** @param accepted whether the model, and the API's version, take any of them */
    static Sampling of(Parameters parameters, ModelTraits model, boolean accepted, Thinking thinking) {
        if (!accepted) {
            return NONE;
        }
        if (thinking.isOn()) {
            Double topP = parameters.has("top_p") ? parameters.number("top_p") : null;
            if (topP != null && topP < LEAST_TOP_P) {
                parameters.drop("top_p");
                topP = null;
            }
            return new Sampling(null, topP, null);
        }
        Double temperature = parameters.has("temperature") ? parameters.number("temperature", 0, 1) : null;
        boolean both = temperature != null && model.samplesOneWay();
        Double topP = !both && parameters.has("top_p") ? parameters.number("top_p", 0, 1) : null;
        return new Sampling(temperature, topP, parameters.integer("top_k"));
    }
}
