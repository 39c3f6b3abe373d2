package io.penstock.provider.cohere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.SentRequest.Said;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Reads the messages of a request as Cohere's server does; the words of its refusals are from docs.cohere.com/reference/errors. */
@NullMarked
final class CohereConversation {

    private final SentRequest sent;
    private final Set<String> calls = new HashSet<>();

    private CohereConversation(SentRequest sent) {
        this.sent = sent;
    }

    static void read(JsonNode messages, SentRequest sent) {
        CohereConversation conversation = new CohereConversation(sent);
        assertFalse(messages.isEmpty(), "no messages");
        for (int i = 0; i < messages.size(); i++) {
            conversation.message(messages.path(i), i == 0);
        }
    }

    private void message(JsonNode message, boolean first) {
        JsonNode content = message.path("content");
        String role = message.path("role").asText();
        assertFalse(content.isNull() || (content.isEmpty() && !content.isValueNode() && !content.isMissingNode()));
        assertFalse(
                text(content).isEmpty() && message.path("tool_calls").isEmpty() && !content.isArray(),
                () -> "message must not be empty in a turn: " + message);
        switch (role) {
            case "system" -> {
                assertTrue(first, "system turn must be the first in the list");
                sent.system.add(text(content));
            }
            case "user" -> user(content);
            case "assistant" -> assistant(message, content);
            case "tool" -> {
                String id = message.path("tool_call_id").asText();
                assertFalse(id.isEmpty(), "tool call id must be provided with tool message");
                assertTrue(calls.contains(id), "tool call id not found in previous tool calls: " + id);
                sent.said.add(new Said("tool", new SentRequest.Result(id, text(content))));
            }
            default -> fail("no role of Cohere's: " + role);
        }
    }

    private void user(JsonNode content) {
        if (content.isTextual()) {
            say("user", content.asText());
            return;
        }
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "text" -> say("user", part.path("text").asText());
                case "image_url" ->
                    sent.said.add(new Said(
                            "user",
                            new SentRequest.Image(
                                    part.path("image_url").path("url").asText())));
                default -> fail("no part of a user's message: " + part);
            }
        }
    }

    private void assistant(JsonNode message, JsonNode content) {
        String plan = message.path("tool_plan").asText();
        if (!plan.isEmpty()) {
            sent.said.add(new Said("assistant", new SentRequest.Reasoning(plan, null)));
        }
        for (JsonNode part : content) {
            if (part.path("type").asText().equals("thinking")) {
                String thought = part.path("thinking").asText();
                sent.said.add(new Said("assistant", new SentRequest.Reasoning(thought, null)));
            }
        }
        if (!text(content).isEmpty()) {
            say("assistant", text(content));
        }
        for (JsonNode call : message.path("tool_calls")) {
            String id = call.path("id").asText();
            JsonNode function = call.path("function");
            assertEquals("function", call.path("type").asText(), "tool call must be of type function");
            assertTrue(calls.add(id), "cannot have duplicate tool ids: " + id);
            JsonNode arguments = CohereRequests.parse(function.path("arguments").asText());
            assertTrue(arguments.isObject(), () -> "arguments are the text of an object: " + call);
            String name = function.path("name").asText();
            sent.said.add(new Said("assistant", new SentRequest.Call(id, name, arguments)));
        }
    }

    private void say(String role, String text) {
        sent.said.add(new Said(role, new SentRequest.Text(text)));
    }

    /** Of a string, or of a list's texts. */
    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText()));
        return text.toString();
    }
}
