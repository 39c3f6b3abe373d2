package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.chat.error.Failure.Cause;
import io.penstock.shared.chat.error.Failure.Retry;
import io.penstock.shared.config.model.ProviderType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** api-docs.deepseek.com: chat completions, error codes. Keeps the connection alive with comments. */
final class DeepseekWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    error("Rate limit reached", "rate_limit_error", "rate_limit_exceeded"),
                    ExpectedError.throttled("rate_limit_exceeded", 1000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("Service is too busy.", "service_unavailable_error", "service_unavailable_error"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    error(
                            "Authentication Fails, Your api key: ****6789 is invalid",
                            "authentication_error",
                            "invalid_request_error"),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(
                            "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens",
                            "invalid_request_error",
                            "invalid_request_error"),
                    ExpectedError.ofRequest(400, "invalid_request_error")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    400,
                    error("Model Not Exist", "invalid_request_error", "invalid_request_error"),
                    ExpectedError.ofRequest(400, "invalid_request_error")),
            of(
                    "no credit",
                    Kind.OTHER,
                    402,
                    error("Insufficient Balance", "unknown_error", "invalid_request_error"),
                    new ExpectedError(502, "provider_error", Retry.OTHER_TARGET, Cause.RATE_LIMIT, 60_000)));

    DeepseekWireForm() {
        super(ProviderType.DEEPSEEK, "deepseek-chat", ERRORS);
    }

    private static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
                + "\"}}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        Map<String, Finish> reasons = new HashMap<>(super.finishReasons());
        reasons.put("insufficient_system_resource", Finish.LENGTH);
        return reasons;
    }

    @Override
    protected List<String> opening() {
        ObjectNode delta = object().put("role", "assistant");
        return List.of(
                ": keep-alive\n\n",
                ": keep-alive\n\n",
                event(chunk(delta.put("content", ""), null)),
                ": keep-alive\n\n");
    }

    @Override
    protected @Nullable ObjectNode delta(Piece piece) {
        ObjectNode delta = super.delta(piece);
        if (delta == null) {
            return null;
        }
        return piece instanceof Piece.Reasoning ? delta.putNull("content") : delta.putNull("reasoning_content");
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        return endingAtOnce(scenario);
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        ObjectNode usage = super.usage(tokens)
                .put("prompt_cache_hit_tokens", tokens.cached())
                .put("prompt_cache_miss_tokens", tokens.prompt() - tokens.cached());
        return usage.without("prompt_tokens_details");
    }

    @Override
    void check(JsonNode body) {
        boolean schema = body.at("/response_format/type").asText().equals("json_schema");
        if (schema) {
            throw new AssertionError("refused: This response_format type is unavailable now");
        }
    }

    @Override
    JsonNode inOpenAisWords(ObjectNode body) {
        if (body.path("thinking").path("type").asText().equals("disabled")) {
            body.remove("thinking");
        }
        return body;
    }
}
