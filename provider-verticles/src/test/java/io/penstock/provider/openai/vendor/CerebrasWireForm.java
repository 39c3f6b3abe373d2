package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import java.util.Map;

/** inference-docs.cerebras.ai: chat completions, error codes, and the vendor's own client. */
final class CerebrasWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    Map.of("content-type", "application/json", "retry-after", "31"),
                    error(
                            "Requests per minute limit exceeded - too many requests sent.",
                            "too_many_requests_error",
                            "quota",
                            "request_quota_exceeded"),
                    ExpectedError.throttled("request_quota_exceeded", 31_000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("Service is temporarily unavailable.", "server_error", "", "service_unavailable"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    error("Wrong API Key", "invalid_request_error", "api_key", "wrong_api_key"),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(
                            "Please reduce the length of the messages or completion. Current length is 8300 while limit is 8192",
                            "invalid_request_error",
                            "messages",
                            "context_length_exceeded"),
                    ExpectedError.ofRequest(400, "context_length_exceeded")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error(
                            "Model x does not exist or you do not have access to it.",
                            "not_found_error",
                            "model",
                            "model_not_found"),
                    ExpectedError.ofRequest(404, "model_not_found")),
            inBand(
                    "an answer that broke off",
                    "data: {\"error\":{\"message\":\"Encountered a server error, please try again.\",\"type\":"
                            + "\"server_error\",\"param\":\"\",\"code\":\"incomplete_chat_completion\"},\"status_code\":500}\n\n",
                    ExpectedError.failed("incomplete_chat_completion")));

    CerebrasWireForm() {
        super(ProviderType.CEREBRAS, "gpt-oss-120b", ERRORS);
    }

    private static String error(String message, String type, String param, String code) {
        return "{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":\"" + param + "\",\"code\":\""
                + code + "\"}";
    }

    @Override
    protected String reasoningField() {
        return "reasoning";
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        return endingAtOnce(scenario);
    }

    @Override
    protected ObjectNode head() {
        ObjectNode head = super.head();
        head.putObject("time_info").put("queue_time", 0.0001).put("total_time", 0.02);
        return head;
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
                "prediction",
                "prompt_cache_key",
                "service_tier");
        messagesHaveOnly(body, "role", "content", "reasoning", "tool_calls", "tool_call_id", "name");
    }
}
