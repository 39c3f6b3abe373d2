package io.penstock.provider.cohere;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Ability;
import io.penstock.provider.contract.wire.ErrorCase;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.contract.wire.Tokens;
import io.penstock.provider.contract.wire.WireForm;
import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.translate.TranslatedReaders;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.UpstreamCall;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Cohere's chat, version 2: docs.cohere.com/reference/chat, /docs/streaming, and answers as they are recorded. */
@NullMarked
final class CohereWireForm implements WireForm {

    static final String ID = "a8fc192e-4bb8-4e15-ae1f-a174e8b02ae8";

    @Override
    public ProviderConfig config(URI server) {
        return ProviderConfig.of(
                ProviderType.COHERE,
                server,
                List.of(new ApiKeyConfig(Secret.of("Contract0123456789abcdefghijklmnopqrstuv"))));
    }

    @Override
    public String model() {
        return "command-a-plus-05-2026";
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(
                Ability.REASONING,
                Ability.TOOLS,
                Ability.PARALLEL_TOOLS,
                Ability.TOOL_CALL_IDS,
                Ability.CACHED_TOKENS,
                Ability.NO_USAGE);
    }

    /** Two more, {@code ERROR} and {@code TIMEOUT}, end no answer but break it off. */
    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "COMPLETE", Finish.STOP,
                "STOP_SEQUENCE", Finish.STOP,
                "MAX_TOKENS", Finish.LENGTH,
                "TOOL_CALL", Finish.TOOL_CALLS);
    }

    @Override
    public Streamed stream(Scenario scenario) {
        CohereEvents events = new CohereEvents(isPlan(scenario));
        scenario.pieces().forEach(events::piece);
        if (scenario.finish() != Finish.NONE) {
            events.end(reason(scenario), usage(scenario.tokens()));
        }
        return Streamed.sse(events.all());
    }

    @Override
    public String document(Scenario scenario) {
        ObjectNode document = MAPPER.createObjectNode().put("id", ID);
        ObjectNode message = document.putObject("message").put("role", "assistant");
        ArrayNode content = MAPPER.createArrayNode();
        if (isPlan(scenario)) {
            message.put("tool_plan", scenario.reasoning());
        } else if (!scenario.reasoning().isEmpty()) {
            content.addObject().put("type", "thinking").put("thinking", scenario.reasoning());
        }
        if (!scenario.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", scenario.text());
        }
        if (!content.isEmpty()) {
            message.set("content", content);
        }
        for (Scenario.Call call : scenario.calls()) {
            ObjectNode json = message.withArray("tool_calls").addObject();
            // Of a tool without parameters it is this word that comes now and then: github.com/vercel/ai/pull/4755
            String arguments = call.arguments().isEmpty() ? "null" : call.arguments();
            json.put("id", call.id()).put("type", "function");
            json.putObject("function").put("name", call.name()).put("arguments", arguments);
        }
        document.put("finish_reason", reason(scenario));
        ObjectNode usage = usage(scenario.tokens());
        if (usage != null) {
            document.set("usage", usage);
        }
        return document.toString();
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        return CohereRequests.read(call);
    }

    @Override
    public AnswerReader reader(ChatCall call, UpstreamErrors errors) {
        return TranslatedReaders.streamed(new CohereTranslator(), call, errors);
    }

    @Override
    public List<ErrorCase> errors() {
        return CohereErrorCases.all();
    }

    /** What goes before tools is a plan with most models; those that reason think before they write. */
    private static boolean isPlan(Scenario scenario) {
        return scenario.text().isEmpty()
                && !scenario.calls().isEmpty()
                && !scenario.reasoning().isEmpty();
    }

    /** Billed are fewer: not the tokens that Cohere itself puts around the prompt and the answer. */
    private static @Nullable ObjectNode usage(@Nullable Tokens tokens) {
        if (tokens == null) {
            return null;
        }
        ObjectNode usage = MAPPER.createObjectNode();
        usage.putObject("billed_units")
                .put("input_tokens", tokens.prompt() / 2)
                .put("output_tokens", tokens.completion() - 1);
        usage.putObject("tokens").put("input_tokens", tokens.prompt()).put("output_tokens", tokens.completion());
        return usage.put("cached_tokens", tokens.cached());
    }

    private static String reason(Scenario scenario) {
        if (scenario.ownReason() != null) {
            return scenario.ownReason();
        }
        return switch (scenario.finish()) {
            case LENGTH -> "MAX_TOKENS";
            case TOOL_CALLS -> "TOOL_CALL";
            default -> "COMPLETE";
        };
    }
}
