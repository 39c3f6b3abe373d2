package io.penstock.provider.contract.features;

/** What README's table tells of a provider, in its order. */
public enum Feature {
    PLAIN("plain answers"),
    STREAMING("streaming"),
    TOOLS("tools"),
    PARALLEL_TOOLS("parallel tool calls"),
    TOOL_CHOICE_NONE("`tool_choice: none`"),
    TOOL_CHOICE_REQUIRED("`tool_choice: required`"),
    TOOL_CHOICE_NAMED("`tool_choice` one function"),
    TOOL_CHOICE_ALLOWED("`tool_choice` allowed tools"),
    IMAGE_DATA("images as data URLs"),
    IMAGE_URL("images as https URLs"),
    REASONING("`reasoning_content`"),
    SIGNED_REASONING("signed reasoning round trip"),
    CACHED_TOKENS("cached tokens in usage"),
    REASONING_TOKENS("reasoning tokens in usage"),
    MAX_TOKENS("`max_tokens`"),
    TEMPERATURE("`temperature`"),
    TOP_P("`top_p`"),
    STOP("`stop`"),
    JSON_OBJECT("`response_format: json_object`"),
    JSON_SCHEMA("`response_format: json_schema`"),
    REASONING_EFFORT("`reasoning_effort`"),
    PARALLEL_TOOL_CALLS("`parallel_tool_calls: false`"),
    N("`n`"),
    SEED("`seed`"),
    LOGPROBS("`logprobs`"),
    TOP_LOGPROBS("`top_logprobs`"),
    FREQUENCY_PENALTY("`frequency_penalty`"),
    PRESENCE_PENALTY("`presence_penalty`"),
    LOGIT_BIAS("`logit_bias`"),
    USER("`user`"),
    METADATA("`metadata`"),
    SERVICE_TIER("`service_tier`"),
    VERBOSITY("`verbosity`"),
    PREDICTION("`prediction`");

    private final String label;

    Feature(String label) {
        this.label = label;
    }

    /** As the table has it, in Markdown. */
    public String label() {
        return label;
    }
}
