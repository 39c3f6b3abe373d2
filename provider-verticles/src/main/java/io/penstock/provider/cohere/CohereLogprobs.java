package io.penstock.provider.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.cohere.wire.CohereAnswer.Logprob;
import io.penstock.provider.upstream.chat.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Log probabilities in OpenAI's form. Cohere gives a text and the values of its tokens, not each token's text; so a
 * text of several tokens is one element, with the probability of all of them.
 */
final class CohereLogprobs {

    private CohereLogprobs() {}

    /** The JSON array that {@code logprobs.content} holds, or null for none. */
    static @Nullable String elements(@Nullable List<Logprob> logprobs) {
        if (logprobs == null) {
            return null;
        }
        ArrayNode elements = WireJson.MAPPER.createArrayNode();
        for (Logprob logprob : logprobs) {
            if (logprob.text() != null && logprob.logprobs() != null) {
                ObjectNode element = elements.addObject()
                        .put("token", logprob.text())
                        .put(
                                "logprob",
                                logprob.logprobs().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum());
                ArrayNode bytes = element.putArray("bytes");
                for (byte one : logprob.text().getBytes(StandardCharsets.UTF_8)) {
                    bytes.add(one & 0xff);
                }
                element.putArray("top_logprobs");
            }
        }
        return elements.isEmpty() ? null : elements.toString();
    }
}
