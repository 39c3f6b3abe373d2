package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;

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

/** The server's source, entrypoints/openai: protocol, serving_chat, and how it refuses. */
final class VllmWireForm extends VendorWireForm {

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
                    error("The server is overloaded", "ServiceUnavailableError", 503),
                    ExpectedError.overloaded("provider_overloaded")),
            of("bad key", Kind.BAD_KEY, 401, "{\"error\":\"Unauthorized\"}", ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error("This model's maximum context length is 8192 tokens.", "BadRequestError", 400),
                    ExpectedError.ofRequest(400, "400")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error("The model `x` does not exist.", "NotFoundError", 404),
                    ExpectedError.ofRequest(404, "404")),
            of(
                    "the form of older versions",
                    Kind.OTHER,
                    400,
                    "{\"object\":\"error\",\"message\":\"temperature must be non-negative\",\"type\":\"BadRequestError\","
                            + "\"param\":null,\"code\":400}",
                    ExpectedError.ofRequest(400, "400")),
            inBand(
                    "the engine has died",
                    "data: " + error("EngineCore encountered an issue", "InternalServerError", 500)
                            + "\n\ndata: [DONE]\n\n",
                    ExpectedError.failed("500")),
            inBand(
                    "the engine has died, in the form of older versions",
                    "data: {\"object\":\"error\",\"message\":\"EngineDeadError\",\"type\":\"InternalServerError\","
                            + "\"param\":null,\"code\":500}\n\ndata: [DONE]\n\n",
                    ExpectedError.failed("500")));

    VllmWireForm() {
        super(ProviderType.VLLM, "Qwen/Qwen3-8B", ERRORS, Ability.FILTER, Ability.REASONING_TOKENS);
    }

    private static String error(String message, String type, int code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":" + code
                + "}}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "stop", Finish.STOP,
                "length", Finish.LENGTH,
                "tool_calls", Finish.TOOL_CALLS);
    }

    @Override
    protected String reasoningField() {
        return "reasoning";
    }

    @Override
    protected ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = super.chunk(delta, finish);
        ObjectNode choice = (ObjectNode) chunk.at("/choices/0");
        choice.putNull("token_ids");
        if (finish != null) {
            choice.putNull("stop_reason");
        }
        return chunk.putNull("prompt_token_ids");
    }

    @Override
    protected ObjectNode message(Scenario scenario) {
        ObjectNode message = super.message(scenario);
        if (scenario.calls().isEmpty()) {
            message.putArray("tool_calls");
        }
        return message.putNull("refusal").putNull("function_call");
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        ObjectNode usage = super.usage(tokens);
        usage.remove("completion_tokens_details");
        return tokens.cached() == 0 ? usage.putNull("prompt_tokens_details") : usage;
    }
}
