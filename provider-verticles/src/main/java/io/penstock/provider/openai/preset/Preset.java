package io.penstock.provider.openai.preset;

import io.penstock.shared.config.model.ProviderType;
import java.util.Map;
import java.util.Set;

/**
 * What one vendor does otherwise than OpenAI.
 *
 * @param lacks parameters that it has not: left out, and named
 * @param names its own names of parameters, by OpenAI's
 * @param words its own words, by parameter and OpenAI's word
 * @param most the largest value of a parameter; a larger one is clamped
 * @param hasN whether one call can give several choices
 * @param countsLogprobs whether {@code logprobs} is the number of {@code top_logprobs}
 * @param schemasNeeded whether each tool must have {@code parameters}
 * @param streamOptions whether it takes {@code stream_options}; a vendor that does not counts tokens unasked
 * @param keyCheck the path of the cheapest request that needs a good key; one that starts with {@code ..} goes
 *     from the parent of the base URL
 */
public record Preset(
        ProviderType type,
        Set<String> lacks,
        Map<String, String> names,
        Map<String, Map<String, String>> words,
        Map<String, Double> most,
        Effort effort,
        ToolForm tools,
        FormatForm format,
        MessageForm messages,
        boolean hasN,
        boolean countsLogprobs,
        boolean schemasNeeded,
        boolean streamOptions,
        String keyCheck) {}
