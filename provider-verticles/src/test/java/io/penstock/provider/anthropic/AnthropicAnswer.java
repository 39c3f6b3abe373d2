package io.penstock.provider.anthropic;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Finish;
import io.penstock.provider.contract.wire.Piece;
import io.penstock.provider.contract.wire.Scenario;
import io.penstock.provider.contract.wire.Streamed;
import io.penstock.provider.contract.wire.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** A scenario as the Messages API answers it. */
@NullMarked
final class AnthropicAnswer {

    private static final Map<Finish, String> REASONS = Map.of(
            Finish.STOP, "end_turn",
            Finish.LENGTH, "max_tokens",
            Finish.TOOL_CALLS, "tool_use",
            Finish.CONTENT_FILTER, "refusal");

    private final Scenario scenario;
    private final List<String> events = new ArrayList<>();
    private int block = -1;
    private boolean inString;
    private String kind = "";

    AnthropicAnswer(Scenario scenario) {
        this.scenario = scenario;
    }

    Streamed streamed() {
        ObjectNode start = MAPPER.createObjectNode().put("type", "message_start");
        start.set("message", message().set("usage", usage(scenario.tokens(), 1)));
        event(start);
        event(MAPPER.createObjectNode().put("type", "ping"));
        scenario.pieces().forEach(this::piece);
        if (scenario.finish() != Finish.NONE) {
            stop();
            ObjectNode end = MAPPER.createObjectNode().put("type", "message_delta");
            end.putObject("delta").put("stop_reason", reason()).putNull("stop_sequence");
            Tokens tokens = scenario.tokens();
            event(end.set("usage", usage(tokens, tokens == null ? 0 : tokens.completion())));
            event(MAPPER.createObjectNode().put("type", "message_stop"));
        }
        return Streamed.sse(events);
    }

    String document() {
        ObjectNode message = message().put("stop_reason", reason());
        ArrayNode content = message.putArray("content");
        if (!scenario.reasoning().isEmpty() || !scenario.signature().isEmpty()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", scenario.reasoning())
                    .put("signature", scenario.signature());
        }
        if (!scenario.text().isEmpty()) {
            content.addObject().put("type", "text").put("text", scenario.text());
        }
        for (Scenario.Call call : scenario.calls()) {
            content.add(call(call.id(), call.name()).set("input", json(call.arguments())));
        }
        Tokens tokens = scenario.tokens();
        message.set("usage", usage(tokens, tokens == null ? 0 : tokens.completion()));
        return message.toString();
    }

    private void piece(Piece piece) {
        if (piece instanceof Piece.Reasoning reasoning) {
            inside("thinking", MAPPER.createObjectNode().put("thinking", "").put("signature", ""));
            delta("thinking_delta", "thinking", reasoning.text());
        } else if (piece instanceof Piece.Signature signature) {
            inside("thinking", MAPPER.createObjectNode().put("thinking", "").put("signature", ""));
            delta("signature_delta", "signature", signature.data());
        } else if (piece instanceof Piece.Text text) {
            inside("text", MAPPER.createObjectNode().put("text", ""));
            delta("text_delta", "text", text.text());
            event(MAPPER.createObjectNode().put("type", "ping"));
        } else if (piece instanceof Piece.CallStart start) {
            stop();
            inString = false;
            ObjectNode call = call(start.id(), start.name());
            call.putObject("input");
            start("tool_use", call);
            delta("input_json_delta", "partial_json", "");
        } else if (piece instanceof Piece.Arguments more) {
            delta("input_json_delta", "partial_json", compact(more.json()));
        }
    }

    private void inside(String type, ObjectNode empty) {
        if (!kind.equals(type)) {
            stop();
            start(type, empty);
        }
    }

    private void start(String type, ObjectNode empty) {
        kind = type;
        block++;
        ObjectNode start =
                MAPPER.createObjectNode().put("type", "content_block_start").put("index", block);
        start.set("content_block", empty.put("type", type));
        event(start);
    }

    private void delta(String type, String member, String piece) {
        ObjectNode delta =
                MAPPER.createObjectNode().put("type", "content_block_delta").put("index", block);
        delta.putObject("delta").put("type", type).put(member, piece);
        event(delta);
    }

    private void stop() {
        if (!kind.isEmpty()) {
            event(MAPPER.createObjectNode().put("type", "content_block_stop").put("index", block));
            kind = "";
        }
    }

    private void event(ObjectNode data) {
        events.add("event: " + data.path("type").asText() + "\ndata: " + data + "\n\n");
    }

    private @Nullable String reason() {
        return scenario.ownReason() == null ? REASONS.get(scenario.finish()) : scenario.ownReason();
    }

    private ObjectNode message() {
        ObjectNode message = MAPPER.createObjectNode()
                .put("model", "claude-sonnet-4-6")
                .put("id", "msg_01XFDUDYJgAACzvnptvVoYEL")
                .put("type", "message")
                .put("role", "assistant");
        message.putArray("content");
        return message.putNull("stop_reason").putNull("stop_sequence");
    }

    private static ObjectNode usage(@Nullable Tokens tokens, long output) {
        ObjectNode usage = MAPPER.createObjectNode();
        if (tokens != null) {
            usage.put("input_tokens", tokens.prompt() - tokens.cached() - tokens.cacheWritten())
                    .put("cache_creation_input_tokens", tokens.cacheWritten())
                    .put("cache_read_input_tokens", tokens.cached());
            if (tokens.reasoning() > 0) {
                usage.putObject("output_tokens_details").put("thinking_tokens", tokens.reasoning());
            }
        }
        return usage.put("output_tokens", output).put("service_tier", "standard");
    }

    private static ObjectNode call(String id, String name) {
        return MAPPER.createObjectNode().put("type", "tool_use").put("id", id).put("name", name);
    }

    /** As the plain answer has it: without white space between a call's members, wherever the piece is cut. */
    private String compact(String piece) {
        StringBuilder compact = new StringBuilder();
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            inString ^= c == '"' && (i == 0 || piece.charAt(i - 1) != '\\');
            if (inString || c != ' ') {
                compact.append(c);
            }
        }
        return compact.toString();
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.isEmpty() ? "{}" : text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
