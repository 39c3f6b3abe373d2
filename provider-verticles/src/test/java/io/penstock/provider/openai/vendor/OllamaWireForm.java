package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server's source, openai/openai.go: the role in every delta, each tool call whole, usage without details. */
final class OllamaWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "a limit of its cloud",
                    Kind.THROTTLED,
                    429,
                    error("you've reached your hourly usage limit, please upgrade to continue", "api_error"),
                    ExpectedError.throttled("rate_limit_exceeded", 1000)),
            of(
                    "busy",
                    Kind.OVERLOADED,
                    503,
                    error("server busy, please try again.  maximum pending requests exceeded", "api_error"),
                    ExpectedError.overloaded("provider_overloaded")),
            of("bad key of its cloud", Kind.BAD_KEY, 401, "{\"error\":\"unauthorized\"}", ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error("the input length exceeds the context length", "invalid_request_error"),
                    ExpectedError.ofRequest(400, null)),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error("model 'x' not found", "not_found_error"),
                    ExpectedError.ofRequest(404, null)),
            of(
                    "the runner has died",
                    Kind.OTHER,
                    500,
                    error("llama runner process has terminated: exit status 2", "api_error"),
                    ExpectedError.failed("provider_error")));

    OllamaWireForm() {
        super(
                ProviderType.OLLAMA,
                "gpt-oss:20b",
                ERRORS,
                Ability.INTERLEAVED_TOOLS,
                Ability.FILTER,
                Ability.CACHED_TOKENS,
                Ability.REASONING_TOKENS);
    }

    private static String error(String message, String type) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":null}}";
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
    protected List<String> opening() {
        return List.of();
    }

    @Override
    protected @Nullable ObjectNode delta(Piece piece) {
        if (piece instanceof Piece.CallStart || piece instanceof Piece.Arguments) {
            return null;
        }
        ObjectNode delta = super.delta(piece);
        if (delta != null && !delta.has("content")) {
            delta.put("content", "");
        }
        return delta == null ? null : delta.put("role", "assistant");
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        List<String> events = new ArrayList<>();
        for (Scenario.Call call : scenario.calls()) {
            ObjectNode delta = object().put("role", "assistant").put("content", "");
            ArrayNode calls = delta.putArray("tool_calls");
            ObjectNode json = calls.addObject()
                    .put("id", call.id())
                    .put("index", scenario.calls().indexOf(call));
            json.put("type", "function");
            json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            events.add(event(chunk(delta, null)));
        }
        events.addAll(super.ending(scenario));
        return events;
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens).without(List.of("prompt_tokens_details", "completion_tokens_details"));
    }

    @Override
    protected ObjectNode head() {
        return super.head().put("id", "chatcmpl-7").put("system_fingerprint", "fp_ollama");
    }
}
