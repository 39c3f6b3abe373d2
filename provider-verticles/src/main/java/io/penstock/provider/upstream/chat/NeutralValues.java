package io.penstock.provider.upstream.chat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Values that change nothing, and that client libraries and frameworks send all the same: the defaults of
 * the API's reference. A provider without the parameter loses nothing by leaving such a one out.
 */
public final class NeutralValues {

    private NeutralValues() {}

    /** Whether the parameter with this value is as good as not sent. */
    public static boolean isNeutral(String name, JsonNode value) {
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            return true;
        }
        return switch (name) {
            case "n" -> isNumber(value, 1);
            case "temperature", "top_p" -> isNumber(value, 1);
            case "frequency_penalty", "presence_penalty", "top_logprobs" -> isNumber(value, 0);
            case "logprobs", "store" -> isFalse(value);
            case "parallel_tool_calls" -> value.isBoolean() && value.booleanValue();
            case "response_format" -> "text".equals(value.path("type").asText());
            case "tool_choice" -> isText(value, "auto", "none");
            case "service_tier" -> isText(value, "auto", "default");
            case "modalities" -> value.size() == 1 && isText(value.get(0), "text");
            case "verbosity" -> isText(value, "medium");
            case "user", "safety_identifier", "prompt_cache_key" -> isText(value, "");
            default -> false;
        };
    }

    private static boolean isNumber(JsonNode value, int number) {
        return value.isNumber() && value.doubleValue() == number;
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static boolean isText(JsonNode value, String... texts) {
        for (String text : texts) {
            if (value.isTextual() && value.textValue().equals(text)) {
                return true;
            }
        }
        return false;
    }
}
