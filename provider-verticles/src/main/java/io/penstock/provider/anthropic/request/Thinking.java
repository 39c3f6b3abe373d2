package io.penstock.provider.anthropic.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.anthropic.request.ModelTraits.Reasoning;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ReasoningEffort;
import org.jspecify.annotations.Nullable;

/**
 * How much the model shall think, in the words that it takes.
 *
 * @param form {@code thinking}; null for what the model does unasked
 * @param effort {@code output_config.effort}, or null
 */
record Thinking(@Nullable ObjectNode form, @Nullable String effort) {

    static final Thinking UNASKED = new Thinking(null, null);
    /** A smaller budget is refused. */
    static final long LEAST_BUDGET = 1024;

    private static final String EFFORT = "reasoning_effort";
    private static final String OWN = "thinking";

    /** What the request is besides. */
    record Setting(long maxTokens, ModelTraits model, boolean forcesTool, boolean goesOnUnsigned) {}

    /** Takes {@code reasoning_effort}, and {@code thinking} as Anthropic's own clients send it, which goes first. */
    static Thinking of(Parameters parameters, Setting setting) {
        ReasoningEffort effort = parameters.reasoningEffort();
        ObjectNode own = parameters.object(OWN);
        boolean off = own == null ? effort == ReasoningEffort.NONE : "disabled".equals(type(own));
        if (off) {
            return off(setting.model());
        }
        if (setting.model().reasoning() == Reasoning.NONE) {
            parameters.drop(EFFORT);
            parameters.drop(OWN);
            return UNASKED;
        }
        if (own != null) {
            return own(own, effort, setting);
        }
        if (effort == null) {
            return UNASKED;
        }
        if (setting.model().reasoning() != Reasoning.BUDGET) {
            // Thinking that is asked for and a tool that is forced exclude each other; effort goes with both.
            return new Thinking(setting.forcesTool() ? null : adaptive(), word(effort, setting.model()));
        }
        Thinking budgeted = budgeted(effort.budget(), setting);
        if (budgeted == UNASKED) {
            parameters.drop(EFFORT);
        }
        return budgeted;
    }

    /** Whether thinking is asked for: sampling and forced tools have to give way. */
    boolean isOn() {
        return form != null && !"disabled".equals(type(form));
    }

    /** The tokens that the model may think, or 0 where it is not told in tokens. */
    long budget() {
        return form == null ? 0 : form.path("budget_tokens").asLong(0);
    }

    private static Thinking own(ObjectNode own, @Nullable ReasoningEffort effort, Setting setting) {
        ModelTraits model = setting.model();
        String word = effort == null || model.reasoning() == Reasoning.BUDGET ? null : word(effort, model);
        if (model.reasoning() == Reasoning.EFFORT && "enabled".equals(type(own))) {
            return new Thinking(adaptive(), word);
        }
        if (model.reasoning() == Reasoning.BUDGET && "adaptive".equals(type(own))) {
            return budgeted((effort == null ? ReasoningEffort.HIGH : effort).budget(), setting);
        }
        return new Thinking(own, word);
    }

    private static Thinking off(ModelTraits model) {
        return switch (model.off()) {
            case UNASKED -> UNASKED;
            case DISABLED -> new Thinking(ofType("disabled"), null);
            case BETWEEN_TOOLS -> new Thinking(ofType("between_tools"), null);
            case NEVER -> new Thinking(null, "low");
        };
    }

    private static Thinking budgeted(long wanted, Setting setting) {
        long room = setting.maxTokens() < 0 ? setting.model().maxOutput() : setting.maxTokens();
        if (setting.forcesTool() || setting.goesOnUnsigned() || room <= LEAST_BUDGET) {
            return UNASKED;
        }
        // A fifth at the least is left for the answer itself.
        long budget = Math.max(LEAST_BUDGET, Math.min(wanted, room - room / 5));
        ObjectNode form = ofType("enabled");
        form.put("budget_tokens", budget);
        return new Thinking(form, null);
    }

    private static String word(ReasoningEffort effort, ModelTraits model) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
            case XHIGH -> model.xhigh() ? "xhigh" : "max";
            case MAX -> "max";
        };
    }

    /** The newer models do not show what they think unless told to. */
    private static ObjectNode adaptive() {
        ObjectNode form = ofType("adaptive");
        form.put("display", "summarized");
        return form;
    }

    private static ObjectNode ofType(String type) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.put("type", type);
        return form;
    }

    private static String type(ObjectNode form) {
        return form.path("type").asText();
    }
}
