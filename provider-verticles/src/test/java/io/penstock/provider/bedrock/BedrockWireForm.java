package io.penstock.provider.bedrock;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.penstock.provider.bedrock.answer.ConverseErrors;
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
import io.penstock.shared.config.model.OnUnsupported;
import io.penstock.shared.config.model.ProviderConfig;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.value.Secret;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** Bedrock's Converse and ConverseStream: docs.aws.amazon.com, Amazon Bedrock API Reference. */
@NullUnmarked
final class BedrockWireForm implements WireForm {

    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

    @Override
    public ProviderConfig config(URI server) {
        return new ProviderConfig(
                ProviderType.BEDROCK,
                server,
                List.of(),
                null,
                "us-east-1",
                Secret.of("AKIDEXAMPLE"),
                Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                null,
                OnUnsupported.DROP,
                false,
                null,
                0);
    }

    @Override
    public String model() {
        return "us.anthropic.claude-sonnet-4-20250514-v1:0";
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(
                Ability.REASONING,
                Ability.SIGNED_REASONING,
                Ability.TOOLS,
                Ability.PARALLEL_TOOLS,
                Ability.INTERLEAVED_TOOLS,
                Ability.TOOL_CALL_IDS,
                Ability.FILTER,
                Ability.CACHED_TOKENS,
                Ability.CACHE_WRITES,
                Ability.NO_USAGE);
    }

    @Override
    public Map<String, Finish> finishReasons() {
        return Map.of(
                "end_turn", Finish.STOP,
                "stop_sequence", Finish.STOP,
                "tool_use", Finish.TOOL_CALLS,
                "max_tokens", Finish.LENGTH,
                "model_context_window_exceeded", Finish.LENGTH,
                "guardrail_intervened", Finish.CONTENT_FILTER,
                "content_filtered", Finish.CONTENT_FILTER);
    }

    @Override
    public Streamed stream(Scenario scenario) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(Frames.event("messageStart", "{\"role\":\"assistant\",\"p\":\"abcd\"}"));
        Map<String, Integer> blocks = new HashMap<>();
        for (Piece piece : scenario.pieces()) {
            piece(piece, blocks, frames);
        }
        if (scenario.finish() != Finish.NONE) {
            for (int block = 0; block < blocks.size(); block++) {
                frames.add(Frames.event("contentBlockStop", "{\"contentBlockIndex\":" + block + ",\"p\":\"ab\"}"));
            }
            byte[] stop = Frames.event("messageStop", "{\"stopReason\":\"" + reason(scenario) + "\",\"p\":\"a\"}");
            byte[] metadata = metadata(scenario.tokens());
            // Either may come first.
            frames.add(blocks.size() > 1 ? metadata : stop);
            frames.add(blocks.size() > 1 ? stop : metadata);
        }
        return new Streamed(EVENT_STREAM, frames);
    }

    private static void piece(Piece piece, Map<String, Integer> blocks, List<byte[]> frames) {
        ObjectNode delta = MAPPER.createObjectNode();
        String key = "";
        if (piece instanceof Piece.Text text) {
            key = "text";
            delta.put("text", text.text());
        } else if (piece instanceof Piece.Reasoning reasoning) {
            key = "reasoning";
            delta.putObject("reasoningContent").put("text", reasoning.text());
        } else if (piece instanceof Piece.Signature signature) {
            key = "reasoning";
            delta.putObject("reasoningContent").put("signature", signature.data());
        } else if (piece instanceof Piece.Arguments more) {
            key = "call" + more.call();
            delta.putObject("toolUse").put("input", more.json());
        } else if (piece instanceof Piece.CallStart start) {
            ObjectNode event = MAPPER.createObjectNode().put("contentBlockIndex", blocks.size());
            blocks.put("call" + start.call(), blocks.size());
            event.putObject("start")
                    .putObject("toolUse")
                    .put("toolUseId", start.id())
                    .put("name", start.name());
            frames.add(Frames.event("contentBlockStart", event.toString()));
            return;
        } else {
            return;
        }
        int next = blocks.size();
        ObjectNode event = MAPPER.createObjectNode();
        event.put("contentBlockIndex", blocks.computeIfAbsent(key, k -> next)).set("delta", delta);
        frames.add(Frames.event("contentBlockDelta", event.put("p", "abcdefg").toString()));
    }

    @Override
    public String document(Scenario scenario) {
        ObjectNode document = MAPPER.createObjectNode();
        ObjectNode message = document.putObject("output").putObject("message").put("role", "assistant");
        ArrayNode content = message.putArray("content");
        if (!scenario.reasoning().isEmpty()) {
            ObjectNode text = content.addObject().putObject("reasoningContent").putObject("reasoningText");
            text.put("text", scenario.reasoning());
            if (!scenario.signature().isEmpty()) {
                text.put("signature", scenario.signature());
            }
        }
        if (!scenario.text().isEmpty()) {
            content.addObject().put("text", scenario.text());
        }
        for (Scenario.Call call : scenario.calls()) {
            ObjectNode use = content.addObject().putObject("toolUse");
            use.put("toolUseId", call.id()).put("name", call.name());
            use.putRawValue("input", new RawValue(call.arguments().isEmpty() ? "{}" : call.arguments()));
        }
        document.put("stopReason", reason(scenario));
        document.setAll(counts(scenario.tokens()));
        return text(document);
    }

    @Override
    public SentRequest read(UpstreamCall call) {
        return BedrockRequests.read(call);
    }

    @Override
    public AnswerReader reader(ChatCall call, UpstreamErrors errors) {
        return TranslatedReaders.streamed(new BedrockTranslator(new ConverseErrors(false, () -> {})), call, errors);
    }

    @Override
    public List<ErrorCase> errors() {
        return BedrockErrorCases.all();
    }

    private static byte[] metadata(Tokens tokens) {
        return Frames.event("metadata", counts(tokens).put("p", "abc").toString());
    }

    private static ObjectNode counts(Tokens tokens) {
        ObjectNode counts = MAPPER.createObjectNode();
        if (tokens != null) {
            long input = tokens.prompt() - tokens.cached() - tokens.cacheWritten();
            counts.putObject("usage")
                    .put("inputTokens", input)
                    .put("outputTokens", tokens.completion())
                    .put("totalTokens", tokens.prompt() + tokens.completion())
                    .put("cacheReadInputTokens", tokens.cached())
                    .put("cacheWriteInputTokens", tokens.cacheWritten());
        }
        counts.putObject("metrics").put("latencyMs", 512);
        return counts;
    }

    private static String reason(Scenario scenario) {
        if (scenario.ownReason() != null) {
            return scenario.ownReason();
        }
        return switch (scenario.finish()) {
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "guardrail_intervened";
            default -> "end_turn";
        };
    }

    /** With a tool's input as the model wrote it. */
    private static String text(ObjectNode document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
