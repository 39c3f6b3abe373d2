package io.penstock.provider.openai.vendor;

import static io.penstock.provider.contract.wire.ErrorCase.of;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.ErrorCase.Kind;
import io.penstock.provider.contract.wire.ExpectedError;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.shared.config.model.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * docs.perplexity.ai: chat completions. Every chunk has the usage so far, the sources, and the whole message so far
 * beside the delta; there is no {@code [DONE]}.
 */
final class PerplexityWireForm extends VendorWireForm {

    /** From here on, the whole message in every chunk would be more than a test can hold. */
    private static final int LONG = 4096;

    private static final List<ErrorCase> ERRORS = List.of(
            of(
                    "rate limit",
                    Kind.THROTTLED,
                    429,
                    error("Rate limit exceeded", "rate_limit_exceeded", 429),
                    ExpectedError.throttled("429", 1000)),
            of(
                    "overloaded",
                    Kind.OVERLOADED,
                    503,
                    error("Service unavailable", "service_unavailable", 503),
                    ExpectedError.overloaded("provider_overloaded")),
            of(
                    "bad key",
                    Kind.BAD_KEY,
                    401,
                    Map.of("content-type", "text/html"),
                    "<html>\n<head><title>401 Authorization Required</title></head>\n<body>\n<center><h1>401 Authorization"
                            + " Required</h1></center>\n<hr><center>openresty/1.25.3.1</center>\n</body>\n</html>",
                    ExpectedError.badKey()),
            of(
                    "context too long",
                    Kind.CONTEXT_TOO_LONG,
                    400,
                    error("The prompt is too long for the model.", "invalid_message", 400),
                    ExpectedError.ofRequest(400, "400")),
            of(
                    "no such model",
                    Kind.MODEL_NOT_FOUND,
                    400,
                    error(
                            "Invalid model 'x'. Permitted models can be found in the documentation",
                            "invalid_model",
                            400),
                    ExpectedError.ofRequest(400, "400")));

    PerplexityWireForm() {
        super(
                ProviderType.PERPLEXITY,
                "sonar-pro",
                ERRORS,
                Ability.REASONING,
                Ability.TOOLS,
                Ability.PARALLEL_TOOLS,
                Ability.INTERLEAVED_TOOLS,
                Ability.TOOL_CALL_IDS,
                Ability.FILTER,
                Ability.CACHED_TOKENS,
                Ability.REASONING_TOKENS);
    }

    private static String error(String message, String type, int code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":" + code + "}}";
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of("stop", Finish.STOP, "length", Finish.LENGTH);
    }

    @Override
    public Streamed stream(Scenario scenario) {
        List<String> events = new ArrayList<>();
        StringBuilder soFar = new StringBuilder();
        for (Piece piece : scenario.pieces()) {
            String text = ((Piece.Text) piece).text();
            soFar.append(text);
            events.add(event(chunk(text, soFar.toString(), scenario, false)));
        }
        if (scenario.finish() != Finish.NONE) {
            events.add(event(chunk("", soFar.toString(), scenario, true)));
        }
        return Streamed.sse(events);
    }

    private ObjectNode chunk(String text, String soFar, Scenario scenario, boolean last) {
        ObjectNode chunk =
                chunk(object().put("role", "assistant").put("content", text), last ? reason(scenario) : null);
        ObjectNode choice = (ObjectNode) chunk.at("/choices/0");
        if (soFar.length() < LONG) {
            choice.putObject("message").put("role", "assistant").put("content", soFar);
        }
        Tokens tokens = scenario.tokens();
        if (tokens != null) {
            long completion = last ? tokens.completion() : Math.min(tokens.completion(), soFar.length() / 4);
            chunk.set("usage", usage(Tokens.of(tokens.prompt(), completion)));
        }
        return chunk;
    }

    @Override
    protected ObjectNode head() {
        ObjectNode head = super.head();
        head.putArray("citations").add("https://example.com/a");
        return head;
    }

    @Override
    protected ObjectNode usage(Tokens tokens) {
        return super.usage(tokens)
                .put("search_context_size", "low")
                .without(List.of("prompt_tokens_details", "completion_tokens_details"));
    }

    @Override
    void check(JsonNode body) {
        hasOnly(
                body,
                "stop",
                "frequency_penalty",
                "presence_penalty",
                "reasoning_effort",
                "web_search_options",
                "top_k");
        messagesHaveOnly(body, "role", "content");
        if (body.at("/response_format/type").asText().equals("json_object")) {
            throw new AssertionError("refused: response_format json_object");
        }
    }
}
