package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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

/**
 * docs.x.ai: chat completions, function calling, models. Reasoning counts in the total only, not in {@code
 * completion_tokens}; tool calls come whole, in one chunk.
 */
final class XaiWireForm extends VendorWireForm {

    private static final String INVALID = "Client specified an invalid argument";

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    error("Some resource has been exhausted", "Too many requests for team t. Model: grok-3-mini"),
                    ExpectedError.throttled("Some resource has been exhausted", 1000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("The service is currently unavailable", "The model is at capacity."),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    400,
                    error(INVALID, "Incorrect API key provided: sk***89."),
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(
                            INVALID,
                            "This model's maximum prompt length is 131072 but the request contains 140000 tokens."),
                    ExpectedError.ofRequest(400, INVALID)),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    404,
                    error("Some requested entity was not found", "The model x does not exist."),
                    ExpectedError.ofRequest(404, "Some requested entity was not found")),
            of(
                    "against its guidelines",
                    Kind.CONTENT_FILTER,
                    403,
                    error(
                            "The caller does not have permission to execute the specified operation",
                            "Content violates usage guidelines. Team: t, Failed check: SAFETY_CHECK_TYPE_BIO"),
                    ExpectedError.ofRequest(400, "content_filter")));

    XaiWireForm() {
        super(ProviderType.XAI, "grok-3-mini", ERRORS, Ability.INTERLEAVED_TOOLS, Ability.FILTER);
    }

    private static String error(String code, String message) {
        return "{\"code\":\"" + code + "\",\"error\":\"" + message + "\"}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "stop", Finish.STOP,
                "end_turn", Finish.STOP,
                "length", Finish.LENGTH,
                "tool_calls", Finish.TOOL_CALLS);
    }

    @Override
    protected @Nullable ObjectNode delta(Piece piece) {
        boolean ofCall = piece instanceof Piece.CallStart || piece instanceof Piece.Arguments;
        ObjectNode delta = ofCall ? null : super.delta(piece);
        return delta == null ? null : delta.put("role", "assistant");
    }

    @Override
    protected List<String> opening() {
        return List.of();
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        List<String> events = new ArrayList<>();
        if (!scenario.calls().isEmpty()) {
            ObjectNode delta = object().put("role", "assistant");
            ArrayNode calls = delta.putArray("tool_calls");
            for (Scenario.Call call : scenario.calls()) {
                ObjectNode json = calls.addObject().put("id", call.id()).put("index", calls.size() - 1);
                json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
                json.put("type", "function");
            }
            events.add(event(chunk(delta, null)));
        }
        events.addAll(super.ending(scenario));
        return events;
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens)
                .put("completion_tokens", tokens.completion() - tokens.reasoning())
                .put("num_sources_used", 0);
    }

    /** "Model … does not support parameter": for these, and for any value. */
    @Override
    void check(JsonNode body) {
        for (String refused : List.of("presence_penalty", "frequency_penalty", "stop")) {
            assertTrue(!body.has(refused), () -> "refused, for " + refused);
        }
    }
}
