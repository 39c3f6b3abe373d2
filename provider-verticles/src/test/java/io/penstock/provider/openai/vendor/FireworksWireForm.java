package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;

/** docs.fireworks.ai: chat completions, inference error codes. */
final class FireworksWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    error("error", "You have exceeded your rate limit"),
                    ExpectedError.throttled("rate_limit_exceeded", 1000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("error", "Request didn't generate first token before the given deadline"),
                    ExpectedError.overloaded("provider_overloaded")),
            of("bad key", Kind.BAD_KEY, 401, error("invalid_request_error", "unauthorized"), ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(
                            "invalid_request_error",
                            "The prompt is too long: 140000, model maximum context length: 131071"),
                    ExpectedError.ofRequest(400, null)),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    "{\"error\":{\"object\":\"error\",\"type\":\"invalid_request_error\",\"code\":\"NOT_FOUND\",\"message\":"
                            + "\"Model not found, inaccessible, and/or not deployed\"}}",
                    ExpectedError.ofRequest(404, "NOT_FOUND")),
            of(
                    "a field that it does not know",
                    Kind.OTHER,
                    400,
                    error("invalid_request_error", "Extra inputs are not permitted, field: 'x', value: 1"),
                    ExpectedError.ofRequest(400, null)));

    FireworksWireForm() {
        super(ProviderType.FIREWORKS, "accounts/fireworks/models/gpt-oss-120b", ERRORS, Ability.REASONING_TOKENS);
    }

    private static String error(String type, String message) {
        return "{\"error\":{\"object\":\"error\",\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}";
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        return endingAtOnce(scenario);
    }

    @Override
    void check(JsonNode body) {
        hasOnly(
                body,
                "stream_options",
                "max_completion_tokens",
                "stop",
                "seed",
                "n",
                "tools",
                "tool_choice",
                "parallel_tool_calls",
                "reasoning_effort",
                "logprobs",
                "top_logprobs",
                "logit_bias",
                "frequency_penalty",
                "presence_penalty",
                "user",
                "metadata",
                "prediction",
                "prompt_cache_key",
                "service_tier");
        messagesHaveOnly(body, "role", "content", "reasoning_content", "tool_calls", "tool_call_id");
    }
}
