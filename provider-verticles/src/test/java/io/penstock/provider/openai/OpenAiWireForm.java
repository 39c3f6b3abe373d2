package io.penstock.provider.openai;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.provider.contract.wire.WireForm;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.compatible.CompatibleReaders;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.UpstreamCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of OpenAI's chat completions, as its API reference gives it; vendors of the same form differ in parts. */
public class OpenAiWireForm implements WireForm {

    protected final ProviderType type;

    public OpenAiWireForm(ProviderType type) {
        this.type = type;
    }

    @Override
    public ProviderConfig config(URI server) {
        return ProviderConfig.of(
                type, server.resolve("/v1"), List.of(new ApiKeyConfig(Secret.of("sk-contract-0123456789"))));
    }

    @Override
    public String model() {
        return "gpt-5-mini";
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.SIGNED_REASONING, Ability.CACHE_WRITES));
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "stop", Finish.STOP,
                "length", Finish.LENGTH,
                "tool_calls", Finish.TOOL_CALLS,
                "content_filter", Finish.CONTENT_FILTER);
    }

    /** The name of the delta's and message's field for reasoning. */
    protected String reasoningField() {
        return "reasoning_content";
    }

    @Override
    public Streamed stream(Scenario scenario) {
        List<String> events = new ArrayList<>(opening());
        for (Piece piece : scenario.pieces()) {
            ObjectNode delta = delta(piece);
            if (delta != null) {
                events.add(event(chunk(delta, null)));
            }
        }
        if (scenario.finish() != Finish.NONE) {
            events.addAll(ending(scenario));
            events.add("data: [DONE]\n\n");
        }
        return Streamed.sse(events);
    }

    /** What comes before the model says anything. */
    protected List<String> opening() {
        return List.of(
                event(chunk(MAPPER.createObjectNode().put("role", "assistant").put("content", ""), null)));
    }

    /** What comes after its last word, up to {@code [DONE]}. */
    protected List<String> ending(Scenario scenario) {
        String finish = event(chunk(MAPPER.createObjectNode(), reason(scenario)));
        if (scenario.tokens() == null) {
            return List.of(finish);
        }
        ObjectNode last = head();
        last.putArray("choices");
        return List.of(finish, event(last.set("usage", usage(scenario.tokens()))));
    }

    /** The same where the usage stands in the chunk that finishes. */
    protected final List<String> endingAtOnce(Scenario scenario) {
        ObjectNode finish = chunk(MAPPER.createObjectNode().put("content", ""), reason(scenario));
        if (scenario.tokens() != null) {
            finish.set("usage", usage(scenario.tokens()));
        }
        return List.of(event(finish));
    }

    @Override
    public String document(Scenario scenario) {
        ObjectNode document = head().put("object", "chat.completion");
        ObjectNode choice = document.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(scenario));
        choice.putNull("logprobs").put("finish_reason", reason(scenario));
        if (scenario.tokens() != null) {
            document.set("usage", usage(scenario.tokens()));
        }
        return document.toString();
    }

    /** The plain answer's message. */
    protected ObjectNode message(Scenario scenario) {
        ObjectNode message = MAPPER.createObjectNode().put("role", "assistant");
        message.put("content", scenario.text().isEmpty() ? null : scenario.text());
        if (abilities().contains(Ability.REFUSAL_TEXT)) {
            message.put("refusal", scenario.refusal().isEmpty() ? null : scenario.refusal());
        }
        if (!scenario.reasoning().isEmpty()) {
            message.put(reasoningField(), scenario.reasoning());
        }
        for (Scenario.Call call : scenario.calls()) {
            ObjectNode json = message.withArray("tool_calls").addObject();
            json.put("id", call.id()).put("type", "function");
            json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        }
        return message;
    }

    @Override
    public AnswerReader reader(ChatCall call, UpstreamErrors errors) {
        return CompatibleReaders.of(call, errors, Streamed.SSE);
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        return OpenAiRequests.read(call);
    }

    @Override
    public List<ErrorCase> errors() {
        return OpenAiErrors.all();
    }

    protected ObjectNode usage(Tokens tokens) {
        ObjectNode usage = MAPPER.createObjectNode()
                .put("prompt_tokens", tokens.prompt())
                .put("completion_tokens", tokens.completion())
                .put("total_tokens", tokens.prompt() + tokens.completion());
        usage.putObject("prompt_tokens_details").put("cached_tokens", tokens.cached());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", tokens.reasoning());
        return usage;
    }

    /** Null where the wire form has no words for it. */
    protected @Nullable ObjectNode delta(Piece piece) {
        ObjectNode delta = MAPPER.createObjectNode();
        if (piece instanceof Piece.Reasoning reasoning) {
            return delta.put(reasoningField(), reasoning.text());
        } else if (piece instanceof Piece.Text text) {
            return delta.put("content", text.text());
        } else if (piece instanceof Piece.Refusal refusal) {
            return delta.put("refusal", refusal.text());
        } else if (piece instanceof Piece.CallStart start) {
            ObjectNode call = call(delta, start.call()).put("id", start.id()).put("type", "function");
            call.putObject("function").put("name", start.name()).put("arguments", "");
            return delta;
        } else if (piece instanceof Piece.Arguments more) {
            call(delta, more.call()).putObject("function").put("arguments", more.json());
            return delta;
        }
        return null;
    }

    private static ObjectNode call(ObjectNode delta, int index) {
        ArrayNode calls = delta.putArray("tool_calls");
        return calls.addObject().put("index", index);
    }

    protected static String reason(Scenario scenario) {
        return scenario.ownReason() == null ? scenario.finish().word() : scenario.ownReason();
    }

    /** A chunk with this delta. */
    protected ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finish);
        return chunk;
    }

    /** What every chunk begins with. */
    protected ObjectNode head() {
        return MAPPER.createObjectNode()
                .put("id", "chatcmpl-C1")
                .put("object", "chat.completion.chunk")
                .put("created", 1_760_000_000L)
                .put("model", model() + "-2025-08-07")
                .put("system_fingerprint", "fp_1");
    }

    protected static String event(JsonNode data) {
        return "data: " + data + "\n\n";
    }
}
