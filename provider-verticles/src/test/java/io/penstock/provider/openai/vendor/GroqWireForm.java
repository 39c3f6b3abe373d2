package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import java.util.Map;

/** console.groq.com/docs: API reference, errors, rate limits, reasoning. Its usage stands in {@code x_groq}. */
final class GroqWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    Map.of("content-type", "application/json", "retry-after", "2", "x-ratelimit-reset-tokens", "7.66s"),
                    error(
                            "Rate limit reached for model `openai/gpt-oss-120b` on tokens per minute (TPM): Limit 6000,"
                                    + " Used 5500, Requested 900. Please try again in 1.66s.",
                            "tokens",
                            "rate_limit_exceeded"),
                    ExpectedError.throttled("rate_limit_exceeded", 2000)),
            of(
                    "rate limit that says when in words",
                    Kind.THROTTLED,
                    429,
                    error("Rate limit reached. Please try again in 2m59.56s.", "requests", "rate_limit_exceeded"),
                    ExpectedError.throttled("rate_limit_exceeded", 179_560)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("Service Unavailable", "internal_server_error", "service_unavailable"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "no room for flex",
                    Kind.OVERLOADED,
                    498,
                    error("Flex tier capacity exceeded", "capacity_exceeded", "capacity_exceeded"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    error("Invalid API Key", "invalid_request_error", "invalid_api_key"),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(
                            "Please reduce the length of the messages or completion.",
                            "invalid_request_error",
                            "context_length_exceeded"),
                    ExpectedError.ofRequest(400, "context_length_exceeded")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error("The model `x` does not exist", "invalid_request_error", "model_not_found"),
                    ExpectedError.ofRequest(404, "model_not_found")),
            inBand(
                    "a tool call that failed",
                    "event: error\ndata: {\"error\":{\"message\":\"Failed to call a function\",\"type\":"
                            + "\"invalid_request_error\",\"code\":\"tool_use_failed\",\"status_code\":400}}\n\n",
                    ExpectedError.ofRequest(400, "tool_use_failed")));

    GroqWireForm() {
        super(ProviderType.GROQ, "openai/gpt-oss-120b", ERRORS);
    }

    private static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of("stop", Finish.STOP, "length", Finish.LENGTH, "tool_calls", Finish.TOOL_CALLS);
    }

    @Override
    protected String reasoningField() {
        return "reasoning";
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens).put("queue_time", 0.0131).put("total_time", 0.21);
    }

    @Override
    protected List<String> opening() {
        ObjectNode first = chunk(object().put("role", "assistant").put("content", ""), null);
        first.putObject("x_groq").put("id", "req_01k");
        return List.of(event(first));
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        ObjectNode finish = chunk(object(), reason(scenario));
        ObjectNode own = finish.putObject("x_groq").put("id", "req_01k");
        if (scenario.tokens() != null) {
            own.set("usage", usage(scenario.tokens()));
        }
        return List.of(event(finish));
    }

    @Override
    void check(JsonNode body) {
        hasOnly(
                body,
                "stream_options",
                "max_completion_tokens",
                "stop",
                "seed",
                "tools",
                "tool_choice",
                "parallel_tool_calls",
                "reasoning_effort",
                "service_tier",
                "user",
                "frequency_penalty",
                "presence_penalty");
        messagesHaveOnly(body, "role", "content", "reasoning", "tool_calls", "tool_call_id", "name");
    }
}
