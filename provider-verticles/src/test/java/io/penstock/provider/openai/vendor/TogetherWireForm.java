package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** docs.together.ai: chat completions, error codes, rate limits. A chunk has its text twice: as text and as delta. */
final class TogetherWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    Map.of("content-type", "application/json", "x-ratelimit-reset", "3"),
                    error("Request was rejected due to request rate limiting.", "rate_limit", null),
                    ExpectedError.throttled("rate_limit_exceeded", 3000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("The server is overloaded or not ready yet.", "service_unavailable", "service_overloaded"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    error("Invalid API key provided.", "invalid_request_error", "invalid_api_key"),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    422,
                    error(
                            "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32769.",
                            "invalid_request_error",
                            null),
                    ExpectedError.ofRequest(422, null)),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error("Unable to access model x.", "invalid_request_error", "model_not_available"),
                    ExpectedError.ofRequest(404, "model_not_available")));

    TogetherWireForm() {
        super(ProviderType.TOGETHER, "openai/gpt-oss-120b", ERRORS, Ability.REASONING_TOKENS);
    }

    private static String error(String message, String type, @Nullable String code) {
        return "{\"id\":\"oQ1\",\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type
                + "\",\"param\":null,\"code\":" + (code == null ? "null" : "\"" + code + "\"") + "}}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "stop", Finish.STOP,
                "eos", Finish.STOP,
                "length", Finish.LENGTH,
                "tool_calls", Finish.TOOL_CALLS,
                "content_filter", Finish.CONTENT_FILTER);
    }

    @Override
    protected String reasoningField() {
        return "reasoning";
    }

    @Override
    protected ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = super.chunk(delta, finish);
        ObjectNode choice = (ObjectNode) chunk.at("/choices/0");
        choice.put("text", delta.path("content").asText("")).putNull("seed");
        return chunk.putNull("usage");
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        return endingAtOnce(scenario);
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens)
                .put("cached_tokens", tokens.cached())
                .without(List.of("prompt_tokens_details", "completion_tokens_details"));
    }

    @Override
    JsonNode inOpenAisWords(ObjectNode body) {
        if (body.path("logprobs").isNumber()) {
            body.set("top_logprobs", body.get("logprobs"));
            body.put("logprobs", true);
        }
        return body;
    }
}
