package io.penstock.provider.cohere;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.Piece;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The events of one streamed answer: each piece of content and each tool call is begun and ended, and counted among its
 * own kind.
 */
@NullMarked
final class CohereEvents {

    private final boolean plans;
    private final List<String> events = new ArrayList<>();
    /** The kind of content that is open, or the empty string. */
    private String open = "";

    private int blocks;
    private int call = -1;

    /** @param plans whether reasoning is the plan for a use of tools */
    CohereEvents(boolean plans) {
        this.plans = plans;
        ObjectNode start = MAPPER.createObjectNode().put("id", CohereWireForm.ID);
        start.put("type", "message-start");
        ObjectNode message = message(start).put("role", "assistant");
        message.putArray("content");
        message.put("tool_plan", "").putArray("tool_calls");
        message.putArray("citations");
        add(start);
    }

    List<String> all() {
        return events;
    }

    void piece(Piece piece) {
        if (piece instanceof Piece.Text text) {
            content("text", text.text());
        } else if (piece instanceof Piece.Reasoning reasoning && plans) {
            ObjectNode plan = event("tool-plan-delta");
            message(plan).put("tool_plan", reasoning.text());
            add(plan);
        } else if (piece instanceof Piece.Reasoning reasoning) {
            content("thinking", reasoning.text());
        } else if (piece instanceof Piece.CallStart start) {
            close();
            call = start.call();
            ObjectNode begun = event("tool-call-start").put("index", call);
            ObjectNode json = message(begun).putObject("tool_calls");
            json.put("id", start.id()).put("type", "function");
            json.putObject("function").put("name", start.name()).put("arguments", "");
            add(begun);
        } else if (piece instanceof Piece.Arguments more) {
            ObjectNode delta = event("tool-call-delta").put("index", more.call());
            message(delta).putObject("tool_calls").putObject("function").put("arguments", more.json());
            add(delta);
        }
    }

    /** @param usage null for none */
    void end(String reason, @Nullable ObjectNode usage) {
        close();
        ObjectNode end = event("message-end");
        ObjectNode delta = end.putObject("delta").put("finish_reason", reason);
        if (usage != null) {
            delta.set("usage", usage);
        }
        add(end);
        events.add("data: [DONE]\n\n");
    }

    private void content(String kind, String piece) {
        if (!open.equals(kind)) {
            close();
            open = kind;
            ObjectNode start = event("content-start").put("index", blocks);
            message(start).putObject("content").put("type", kind).put(kind, "");
            add(start);
        }
        ObjectNode delta = event("content-delta").put("index", blocks);
        message(delta).putObject("content").put(kind, piece);
        add(delta);
    }

    private void close() {
        if (open.equals("text")) {
            cite();
        }
        if (!open.isEmpty()) {
            add(event("content-end").put("index", blocks++));
            open = "";
        }
        if (call >= 0) {
            add(event("tool-call-end").put("index", call));
            call = -1;
        }
    }

    /** With a text in it that is none of the answer's own. */
    private void cite() {
        ObjectNode start = event("citation-start").put("index", 0);
        ObjectNode citation = message(start).putObject("citations");
        citation.put("start", 0).put("end", 2).put("text", "So").put("type", "TEXT_CONTENT");
        citation.putArray("sources").addObject().put("type", "document").put("id", "doc:1");
        add(start);
        add(event("citation-end").put("index", 0));
    }

    private static ObjectNode event(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    private static ObjectNode message(ObjectNode event) {
        return event.putObject("delta").putObject("message");
    }

    private void add(ObjectNode event) {
        events.add("event: " + event.path("type").asText() + "\ndata: " + event + "\n\n");
    }
}
