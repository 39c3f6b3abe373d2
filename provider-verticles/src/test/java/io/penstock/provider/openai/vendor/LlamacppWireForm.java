package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
import static io.penstock.provider.contract.wire.ErrorCase.of;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** The server's source, tools/server, and its README. */
final class LlamacppWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "a proxy's limit",
                    Kind.THROTTLED,
                    429,
                    Map.of("content-type", "text/plain", "retry-after", "1"),
                    "Too Many Requests",
                    ExpectedError.throttled("rate_limit_exceeded", 1000)),
            of(
                    "loads its model",
                    Kind.OVERLOADED,
                    503,
                    error(503, "Loading model", "unavailable_error"),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    error(401, "Invalid API Key", "authentication_error"),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size. try increasing the"
                            + " context size or enable context shift\",\"type\":\"exceed_context_size_error\","
                            + "\"n_prompt_tokens\":9000,\"n_ctx\":8192}}",
                    ExpectedError.ofRequest(400, "400")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error(404, "model 'x' not found", "not_found_error"),
                    ExpectedError.ofRequest(404, "404")),
            inBand(
                    "fails while it writes",
                    "data: " + error(500, "Compute error.", "server_error") + "\n\n",
                    ExpectedError.failed("500")));

    LlamacppWireForm() {
        super(ProviderType.LLAMACPP, "gpt-oss-20b", ERRORS, Ability.FILTER, Ability.REASONING_TOKENS);
    }

    private static String error(int code, String message, String type) {
        return "{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\",\"type\":\"" + type + "\"}}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of("stop", Finish.STOP, "length", Finish.LENGTH, "tool_calls", Finish.TOOL_CALLS);
    }

    /** In the order in which its JSON library sorts them. */
    @Override
    protected ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = object();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("finish_reason", finish).put("index", 0).set("delta", delta);
        return chunk.setAll(head());
    }

    @Override
    protected List<String> opening() {
        return List.of(event(chunk(object().put("role", "assistant").putNull("content"), null)));
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        String finish = event(chunk(object(), reason(scenario)));
        if (scenario.tokens() == null) {
            return List.of(finish);
        }
        ObjectNode last = object();
        last.putArray("choices");
        last.setAll(head());
        last.set("usage", usage(scenario.tokens()));
        last.putObject("timings").put("prompt_n", 12).put("predicted_per_second", 61.0);
        return List.of(finish, event(last));
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        ObjectNode usage = super.usage(tokens);
        usage.remove("completion_tokens_details");
        return usage;
    }

    @Override
    void check(JsonNode body) {
        assertTrue(!body.path("tool_choice").isObject(), "refused: tool_choice must be a string");
    }

    @Override
    JsonNode inOpenAisWords(ObjectNode body) {
        JsonNode template = body.remove("chat_template_kwargs");
        if (template != null && template.has("reasoning_effort")) {
            body.set("reasoning_effort", template.get("reasoning_effort"));
        }
        return body;
    }
}
