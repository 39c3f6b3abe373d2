package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.inBand;
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
 * docs.mistral.ai/api and the vendor's own client: content in parts once the model thinks, tool calls whole, all in
 * one chunk, without index and type, and with ids of nine letters and digits.
 */
final class MistralWireForm extends VendorWireForm {

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    error("Requests rate limit exceeded", "rate_limited", "1300"),
                    ExpectedError.throttled("1300", 1000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("Service unavailable.", "internal_server_error", "3700"),
                    ExpectedError.overloaded("provider_overloaded")),
            of("bad key", Kind.BAD_KEY, 401, "{\"detail\":\"Unauthorized\"}", ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error(
                            "Prompt contains 40017 tokens, too large for model with 32768 maximum context length",
                            "invalid_request_message_order",
                            "3051"),
                    ExpectedError.ofRequest(400, "3051")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    400,
                    error("Invalid model: x", "invalid_model", "1500"),
                    ExpectedError.ofRequest(400, "1500")),
            of(
                    "a field that is wrong",
                    Kind.OTHER,
                    422,
                    "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"x\"],"
                            + "\"msg\":\"Extra inputs are not permitted\",\"input\":1}]},\"type\":\"invalid_request_error\","
                            + "\"param\":null,\"code\":null}",
                    ExpectedError.ofRequest(422, null)),
            inBand(
                    "an answer that broke off",
                    "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
                            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n",
                    ExpectedError.failed("provider_error")));

    MistralWireForm() {
        super(
                ProviderType.MISTRAL,
                "magistral-medium-latest",
                ERRORS,
                Ability.INTERLEAVED_TOOLS,
                Ability.REASONING_TOKENS,
                Ability.FILTER);
    }

    private static String error(String message, String type, String code) {
        return "{\"object\":\"error\",\"message\":\"" + message + "\",\"type\":\"" + type
                + "\",\"param\":null,\"code\":\"" + code + "\"}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "stop", Finish.STOP,
                "length", Finish.LENGTH,
                "model_length", Finish.LENGTH,
                "tool_calls", Finish.TOOL_CALLS);
    }

    @Override
    protected @Nullable ObjectNode delta(Piece piece) {
        ObjectNode delta = object();
        if (piece instanceof Piece.Reasoning reasoning) {
            thinking(delta.putArray("content"), reasoning.text());
            return delta;
        } else if (piece instanceof Piece.Text) {
            return super.delta(piece);
        }
        return null;
    }

    private static void thinking(ArrayNode parts, String text) {
        ObjectNode thinking = parts.addObject().put("type", "thinking");
        thinking.putArray("thinking").addObject().put("type", "text").put("text", text);
    }

    @Override
    protected List<String> ending(Scenario scenario) {
        ObjectNode delta = object().put("content", "");
        calls(scenario, delta);
        ObjectNode finish = chunk(delta, reason(scenario));
        if (scenario.tokens() != null) {
            finish.set("usage", usage(scenario.tokens()));
        }
        return List.of(event(finish));
    }

    @Override
    protected ObjectNode message(Scenario scenario) {
        ObjectNode message = object().put("role", "assistant").put("content", scenario.text());
        if (!scenario.reasoning().isEmpty()) {
            ArrayNode parts = message.putArray("content");
            thinking(parts, scenario.reasoning());
            parts.addObject().put("type", "text").put("text", scenario.text());
        }
        message.putNull("tool_calls");
        calls(scenario, message);
        return message;
    }

    private static void calls(Scenario scenario, ObjectNode message) {
        if (scenario.calls().isEmpty()) {
            return;
        }
        ArrayNode calls = message.putArray("tool_calls");
        for (Scenario.Call call : scenario.calls()) {
            ObjectNode json = calls.addObject().put("id", call.id());
            json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        }
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens)
                .put("num_cached_tokens", tokens.cached())
                .without(List.of("prompt_tokens_details", "completion_tokens_details"));
    }

    @Override
    void check(JsonNode body) {
        hasOnly(
                body,
                "stop",
                "random_seed",
                "n",
                "tools",
                "tool_choice",
                "parallel_tool_calls",
                "frequency_penalty",
                "presence_penalty",
                "prediction",
                "prompt_mode",
                "reasoning_effort",
                "metadata",
                "prompt_cache_key",
                "safe_prompt");
        messagesHaveOnly(body, "role", "content", "tool_calls", "tool_call_id", "name", "prefix");
        for (JsonNode tool : body.path("tools")) {
            assertTrue(tool.at("/function/parameters").isObject(), "a tool without parameters");
        }
        List<JsonNode> ids = new ArrayList<>(body.findValues("tool_call_id"));
        body.findValues("tool_calls").forEach(calls -> calls.forEach(call -> ids.add(call.path("id"))));
        ids.forEach(id -> assertTrue(id.asText().matches("[A-Za-z0-9]{9}"), () -> "refused, for the id " + id));
    }

    @Override
    JsonNode inOpenAisWords(ObjectNode body) {
        rename(body, "random_seed", "seed");
        if (body.path("tool_choice").asText().equals("any")) {
            body.put("tool_choice", "required");
        }
        return body;
    }
}
