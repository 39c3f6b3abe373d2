package io.penstock.provider.cohere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.cohere.wire.CohereRequest.Thinking;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ReasoningEffort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much the model shall think (docs.cohere.com/docs/reasoning); one that can does so unless told otherwise. */
final class CohereThinking {

    /** How the names of models begin that cannot, and that refuse to be asked to. */
    private static final List<String> UNTHINKING = List.of(
            "command-r",
            "command-light",
            "command-nightly",
            "command-a-03-2025",
            "command-a-vision",
            "command-a-translate",
            "c4ai-",
            "tiny-aya");

    /** Cohere's advice leaves its models the rest of 32,000 for the answer; a larger budget is none. */
    private static final int LARGEST_BUDGET = 31_000;

    private CohereThinking() {}

    /** Takes {@code thinking}, in Cohere's words or in Anthropic's, and else {@code reasoning_effort}. */
    static @Nullable Thinking of(Parameters parameters, String model) {
        ObjectNode asked = parameters.object("thinking");
        if (asked != null) {
            int budget =
                    asked.path("token_budget").asInt(asked.path("budget_tokens").asInt());
            return new Thinking(asked.path("type").asText("enabled"), budget > 0 ? budget : null);
        }
        ReasoningEffort effort = parameters.reasoningEffort();
        if (effort == null) {
            return null;
        }
        if (UNTHINKING.stream().anyMatch(model::startsWith)) {
            if (effort != ReasoningEffort.NONE) {
                parameters.drop("reasoning_effort");
            }
            return null;
        }
        return effort == ReasoningEffort.NONE
                ? new Thinking("disabled", null)
                : new Thinking("enabled", effort.budget() > LARGEST_BUDGET ? null : effort.budget());
    }
}
