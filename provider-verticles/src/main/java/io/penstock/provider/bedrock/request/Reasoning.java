package io.penstock.provider.bedrock.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.upstream.chat.ChatRequest;
import io.penstock.provider.upstream.chat.Message;
import io.penstock.provider.upstream.chat.Parameters;
import io.penstock.provider.upstream.chat.ReasoningEffort;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How much a model is to reason, in its own terms.
 *
 * @param on whether Claude will reason, which excludes other settings
 * @param maxTokens that the answer then may have, reasoning included; -1 for the model's own most
 */
record Reasoning(boolean on, long maxTokens) {

    private static final String EFFORT = "reasoning_effort";
    /** The least that Claude takes. */
    private static final long LEAST = 1024;
    /** With the answer's it makes 32,000 tokens, which all of these models can write. */
    private static final long MOST = 23_808;
    /** Left for the answer behind the reasoning where the client sets no limit. */
    private static final long ANSWER = 8192;

    /** Takes {@code reasoning_effort} where the model has any, and adds to the model's own fields. */
    static Reasoning of(ChatRequest chat, Model model, ObjectNode fields) {
        Parameters parameters = chat.parameters();
        if (takeOwn(parameters, model, fields)) {
            return own(chat, fields);
        }
        if (!parameters.has(EFFORT) || !hasEffort(model)) {
            return new Reasoning(model.thinksAlways(), chat.maxTokens());
        }
        ReasoningEffort effort = Objects.requireNonNull(parameters.reasoningEffort(), "has it");
        switch (model.family()) {
            case CLAUDE -> {
                return claude(chat, model, effort, fields);
            }
            case NOVA_2 -> nova(effort, fields);
            case GPT -> fields.putObject("reasoning").put("effort", word(effort));
            default -> fields.put(EFFORT, word(effort));
        }
        return unthinking(chat);
    }

    private static boolean hasEffort(Model model) {
        return switch (model.family()) {
            case CLAUDE, NOVA_2, GPT, GPT_OSS, DEEPSEEK -> true;
            default -> false;
        };
    }

    private static String word(ReasoningEffort effort) {
        return effort.name().toLowerCase(Locale.ROOT);
    }

    /** The model's own words for it, from clients that know them, be they among its own fields already. */
    private static boolean takeOwn(Parameters parameters, Model model, ObjectNode fields) {
        List<String> names =
                switch (model.family()) {
                    case CLAUDE -> List.of("thinking", "reasoning_config", "output_config");
                    case NOVA_2 -> List.of("reasoningConfig");
                    case UNKNOWN -> List.of("thinking", "reasoning_config", "reasoningConfig", "output_config");
                    default -> List.of();
                };
        boolean taken = false;
        for (String name : names) {
            if (parameters.has(name)) {
                fields.set(name, parameters.object(name));
            }
            taken |= fields.has(name) && !name.equals("output_config");
        }
        return taken;
    }

    private static Reasoning own(ChatRequest chat, ObjectNode fields) {
        JsonNode thinking = fields.has("thinking") ? fields.path("thinking") : fields.path("reasoning_config");
        boolean on =
                thinking.isObject() && !"disabled".equals(thinking.path("type").asText());
        long budget = thinking.path("budget_tokens").asLong(0);
        return new Reasoning(on, chat.maxTokens() < 0 && budget > 0 ? budget + ANSWER : chat.maxTokens());
    }

    private static Reasoning claude(ChatRequest chat, Model model, ReasoningEffort effort, ObjectNode fields) {
        if (model.thinksByEffort()) {
            return byEffort(chat, model, effort, fields);
        }
        if (!model.thinksByBudget()) {
            chat.parameters().drop(EFFORT);
            return unthinking(chat);
        }
        if (effort == ReasoningEffort.NONE) {
            return unthinking(chat);
        }
        long most = chat.maxTokens();
        // The limit covers both: at least a fifth of it is for the answer.
        long budget = Math.min(effort.budget(), most < 0 ? MOST : most / 5 * 4);
        if (budget < LEAST || Tools.mustCall(chat) || wouldBeRefused(chat.messages())) {
            chat.parameters().drop(EFFORT);
            return unthinking(chat);
        }
        fields.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        return new Reasoning(true, most < 0 ? budget + ANSWER : most);
    }

    private static Reasoning byEffort(ChatRequest chat, Model model, ReasoningEffort effort, ObjectNode fields) {
        boolean none = effort == ReasoningEffort.NONE;
        if (none || Tools.mustCall(chat)) {
            if (!none || model.thinksAlways()) {
                chat.parameters().drop(EFFORT);
            }
            if (model.thinksByItself() && !model.thinksAlways()) {
                fields.putObject("thinking").put("type", "disabled");
            }
            return new Reasoning(model.thinksAlways(), chat.maxTokens());
        }
        fields.putObject("thinking").put("type", "adaptive").put("display", "summarized");
        ObjectNode output = fields.withObject("/output_config");
        if (!output.has("effort")) {
            output.put(
                    "effort",
                    switch (effort) {
                        case XHIGH -> model.claude() >= 47 ? "xhigh" : "max";
                        case MAX -> "max";
                        default -> threeLevels(effort);
                    });
        }
        return new Reasoning(true, chat.maxTokens());
    }

    private static String threeLevels(ReasoningEffort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH, MAX -> "high";
        };
    }

    /** An answer that calls tools must begin with its reasoning once reasoning has a budget. */
    private static boolean wouldBeRefused(List<Message> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Message message = messages.get(i);
            if (message instanceof Message.User) {
                return false;
            }
            if (message instanceof Message.Assistant assistant
                    && !assistant.toolCalls().isEmpty()
                    && assistant.detailsOf(ProviderType.BEDROCK.word()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static void nova(ReasoningEffort effort, ObjectNode fields) {
        ObjectNode config = fields.putObject("reasoningConfig");
        if (effort == ReasoningEffort.NONE) {
            config.put("type", "disabled");
        } else {
            config.put("type", "enabled").put("maxReasoningEffort", threeLevels(effort));
        }
    }

    private static Reasoning unthinking(ChatRequest chat) {
        return new Reasoning(false, chat.maxTokens());
    }
}
