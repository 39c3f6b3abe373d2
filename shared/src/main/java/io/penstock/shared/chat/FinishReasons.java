package io.penstock.shared.chat;

import java.util.Locale;

/**
 * Why a choice ended, in the API's own set, whatever a provider calls it. Names come from the API
 * references of Anthropic, Bedrock, Cohere, Gemini, Mistral, DeepSeek and of local servers.
 */
public final class FinishReasons {

    public static final String STOP = "stop";
    public static final String LENGTH = "length";
    public static final String TOOL_CALLS = "tool_calls";
    public static final String CONTENT_FILTER = "content_filter";
    public static final String FUNCTION_CALL = "function_call";

    private FinishReasons() {}

    /**
     * @param reason as the provider sent it, in any case
     * @return one of this class's constants; {@link #STOP} for a reason that is not known
     */
    public static String of(String reason) {
        return switch (reason) {
            case STOP -> STOP;
            case LENGTH -> LENGTH;
            case TOOL_CALLS -> TOOL_CALLS;
            case CONTENT_FILTER -> CONTENT_FILTER;
            case FUNCTION_CALL -> FUNCTION_CALL;
            default -> foreign(reason.toLowerCase(Locale.ROOT));
        };
    }

    private static String foreign(String reason) {
        return switch (reason) {
            case "length",
                    "max_tokens",
                    "max_length",
                    "max_output_tokens",
                    "model_length",
                    "model_context_window_exceeded",
                    // Gemini 4 on a long answer: the token that would continue it has no place in the API.
                    "continuation",
                    // DeepSeek cut the answer short: of the set, only this one tells a client so.
                    "insufficient_system_resource" -> LENGTH;
            case "tool_calls", "tool_call", "tool_use" -> TOOL_CALLS;
            case "function_call" -> FUNCTION_CALL;
            case "content_filter",
                    "content_filtered",
                    "guardrail_intervened",
                    "safety",
                    "image_safety",
                    "refusal",
                    "recitation",
                    "image_recitation",
                    "blocklist",
                    "prohibited_content",
                    "image_prohibited_content",
                    "language",
                    "model_armor",
                    "escalation",
                    "pup_limited_disabled",
                    "spii",
                    "error_toxic" -> CONTENT_FILTER;
            default -> STOP;
        };
    }
}
