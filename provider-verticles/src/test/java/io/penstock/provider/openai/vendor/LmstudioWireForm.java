package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.shared.config.model.ProviderType;
import java.util.List;
import java.util.Map;

/** lmstudio.ai/docs: OpenAI compatibility, and what its users report of its errors. */
final class LmstudioWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "a proxy's limit",
                    Kind.THROTTLED,
                    429,
                    Map.of("content-type", "text/plain", "retry-after", "1"),
                    "Too Many Requests",
                    ExpectedError.throttled("rate_limit_exceeded", 1000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    "{\"error\":\"The model is being loaded\"}",
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    error("Malformed LM Studio API token provided", "invalid_api_key", "null"),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    "{\"error\":\"Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded"
                            + " with context length of only 4096 tokens\"}",
                    ExpectedError.ofRequest(400, null)),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error("Invalid model identifier 'x'.", "model_not_found", "\"model\""),
                    ExpectedError.ofRequest(404, "model_not_found")),
            inBand(
                    "the model has crashed",
                    "event: error\ndata: {\"error\":{\"message\":\"The model has crashed without additional information. (Exit"
                            + " code: 6)\"},\"message\":\"The model has crashed without additional information.\"}\n\n",
                    ExpectedError.failed("provider_error")));

    LmstudioWireForm() {
        super(ProviderType.LMSTUDIO, "openai/gpt-oss-20b", ERRORS, Ability.FILTER);
    }

    private static String error(String message, String code, String param) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\",\"param\":" + param
                + ",\"code\":\"" + code + "\"}}";
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
    void check(JsonNode body) {
        assertTrue(!body.path("tool_choice").isObject(), "refused: Invalid tool_choice type: 'object'");
        assertTrue(
                !body.at("/response_format/type").asText().equals("json_object"),
                "refused: 'response_format.type' must be 'json_schema' or 'text'");
    }
}
