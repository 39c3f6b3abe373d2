package io.penstock.provider.gemini;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.provider.upstream.translate.TranslatedReaders;
import io.penstock.shared.config.model.ApiKeyConfig;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Gemini's form: ai.google.dev/api/generate-content, and streams as they are recorded. */
@NullMarked
final class GeminiWireForm implements WireForm {

    static final String MODEL = "gemini-3-flash-preview";
    static final String KEY = "AIzaSyContract0123456789";

    private static final List<String> FILTERED = List.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
            "MODEL_ARMOR",
            "ESCALATION",
            "PUP_LIMITED_DISABLED");
    /** The model is at fault, or nobody: the API has no word for it. */
    private static final List<String> OTHERS = List.of(
            "FINISH_REASON_UNSPECIFIED",
            "OTHER",
            "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE",
            "IMAGE_OTHER",
            "NO_IMAGE");

    @Override
    public ProviderConfig config(URI server) {
        return ProviderConfig.of(ProviderType.GEMINI, server, List.of(new ApiKeyConfig(Secret.of(KEY))));
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.INTERLEAVED_TOOLS, Ability.REFUSAL_TEXT, Ability.CACHE_WRITES));
    }

    @Override
    public Map<String, Finish> finishReasons() {
        Map<String, Finish> reasons =
                new TreeMap<>(Map.of("STOP", Finish.STOP, "MAX_TOKENS", Finish.LENGTH, "CONTINUATION", Finish.LENGTH));
        FILTERED.forEach(word -> reasons.put(word, Finish.CONTENT_FILTER));
        OTHERS.forEach(word -> reasons.put(word, Finish.STOP));
        return reasons;
    }

    @Override
    public Streamed stream(Scenario scenario) {
        List<String> events = new ArrayList<>();
        boolean counts = scenario.tokens() != null && scenario.finish() != Finish.NONE;
        for (ObjectNode part : parts(scenario)) {
            ObjectNode response = response(candidate(List.of(part)));
            if (counts && scenario.tokens() != null) {
                // Each event counts as far as it has come.
                response.putObject("usageMetadata")
                        .put("promptTokenCount", scenario.tokens().prompt());
            }
            events.add(event(response));
        }
        if (scenario.finish() != Finish.NONE) {
            boolean filtered = scenario.finish() == Finish.CONTENT_FILTER;
            ObjectNode candidate = candidate(filtered ? List.of() : List.of(text("")));
            events.add(event(finished(response(candidate), scenario)));
        }
        return Streamed.sse(events);
    }

    @Override
    public String document(Scenario scenario) {
        return finished(response(candidate(parts(scenario))), scenario).toPrettyString();
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        return GeminiRequests.read(call);
    }

    @Override
    public AnswerReader reader(ChatCall call, UpstreamErrors errors) {
        return TranslatedReaders.streamed(new GeminiTranslator(new GeminiPaths("/v1beta", false)), call, errors);
    }

    @Override
    public List<ErrorCase> errors() {
        return GeminiErrorCases.all();
    }

    private static List<ObjectNode> parts(Scenario scenario) {
        List<ObjectNode> parts = new ArrayList<>();
        String seal = scenario.signature();
        int calls = 0;
        for (Piece piece : scenario.pieces()) {
            if (piece instanceof Piece.Text text) {
                parts.add(text(text.text()));
            } else if (piece instanceof Piece.Reasoning reasoning) {
                parts.add(text(reasoning.text()).put("thought", true));
            } else if (piece instanceof Piece.CallStart) {
                ObjectNode part = call(scenario.calls().get(calls));
                // Of calls in parallel the first has the signature.
                if (part != null && calls++ == 0 && !seal.isEmpty()) {
                    part.put("thoughtSignature", seal);
                    seal = "";
                }
                if (part != null) {
                    parts.add(part);
                }
            }
        }
        if (!seal.isEmpty()) {
            parts.add(text("").put("thoughtSignature", seal));
        }
        return parts;
    }

    private static ObjectNode text(String text) {
        return MAPPER.createObjectNode().put("text", text);
    }

    /** Calls come whole: null for one whose arguments are not all there. */
    private static @Nullable ObjectNode call(Scenario.Call call) {
        ObjectNode part = MAPPER.createObjectNode();
        ObjectNode function = part.putObject("functionCall").put("name", call.name());
        if (!call.arguments().isEmpty()) {
            try {
                function.set("args", MAPPER.readTree(call.arguments()));
            } catch (IOException cutOff) {
                return null;
            }
        }
        function.put("id", call.id());
        return part;
    }

    private static ObjectNode candidate(List<ObjectNode> parts) {
        ObjectNode candidate = MAPPER.createObjectNode();
        if (!parts.isEmpty()) {
            ObjectNode content = candidate.putObject("content");
            content.putArray("parts").addAll(parts);
            content.put("role", "model");
        }
        return candidate.put("index", 0);
    }

    private static ObjectNode response(ObjectNode candidate) {
        ObjectNode response = MAPPER.createObjectNode();
        response.putArray("candidates").add(candidate);
        return response.put("modelVersion", MODEL).put("responseId", "bGkZaYe9");
    }

    private static ObjectNode finished(ObjectNode response, Scenario scenario) {
        ObjectNode candidate = (ObjectNode) response.at("/candidates/0");
        candidate.put("finishReason", reason(scenario));
        Tokens tokens = scenario.tokens();
        if (tokens != null) {
            ObjectNode usage = response.putObject("usageMetadata")
                    .put("promptTokenCount", tokens.prompt())
                    .put("candidatesTokenCount", tokens.completion() - tokens.reasoning())
                    .put("totalTokenCount", tokens.prompt() + tokens.completion());
            if (tokens.cached() > 0) {
                usage.put("cachedContentTokenCount", tokens.cached());
            }
            if (tokens.reasoning() > 0) {
                usage.put("thoughtsTokenCount", tokens.reasoning());
            }
        }
        return response;
    }

    private static String reason(Scenario scenario) {
        if (scenario.ownReason() != null) {
            return scenario.ownReason();
        }
        return switch (scenario.finish()) {
            case LENGTH -> "MAX_TOKENS";
            case CONTENT_FILTER -> "SAFETY";
            default -> "STOP";
        };
    }

    private static String event(JsonNode response) {
        return "data: " + response + "\r\n\r\n";
    }
}
