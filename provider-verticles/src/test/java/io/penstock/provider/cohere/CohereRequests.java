package io.penstock.provider.cohere;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** Reads a request as Cohere's server does, and refuses what its reference does not have. */
@NullMarked
final class CohereRequests {

    private static final Set<String> MEMBERS =
            Set.of("model", "stream", "messages", "tools", "strict_tools", "tool_choice", "response_format");

    /** Those that are called otherwise by the client. */
    private static final Map<String, String> NAMES =
            Map.of("stop_sequences", "stop", "p", "top_p", "k", "top_k", "thinking", "reasoning_effort");

    private static final Set<String> SAME = Set.of(
            "max_tokens",
            "temperature",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "logprobs",
            "documents",
            "citation_options",
            "safety_mode",
            "priority");

    private CohereRequests() {}

    static SentRequest read(UpstreamCall call) {
        assertEquals("POST", call.method());
        assertEquals("/v2/chat", call.uri());
        assertEquals("application/json", call.header("content-type"));
        String authorization = String.valueOf(call.header("authorization"));
        assertTrue(authorization.startsWith("Bearer "), authorization);
        JsonNode body = parse(call.text());
        SentRequest sent = new SentRequest();
        sent.key = authorization.substring("Bearer ".length());
        sent.model = body.path("model").asText();
        sent.stream = body.path("stream").asBoolean();
        assertEquals(sent.stream ? "text/event-stream" : "application/json", call.header("accept"));
        CohereConversation.read(body.path("messages"), sent);
        tools(body, sent);
        format(body, sent);
        body.properties().forEach(member -> {
            String name = member.getKey();
            assertTrue(MEMBERS.contains(name) || NAMES.containsKey(name) || SAME.contains(name), name);
            if (!MEMBERS.contains(name)) {
                sent.parameters.set(NAMES.getOrDefault(name, name), member.getValue());
            }
        });
        ranges(body);
        return sent;
    }

    private static void tools(JsonNode body, SentRequest sent) {
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            assertEquals("function", tool.path("type").asText());
            assertEquals(
                    "object",
                    function.path("parameters").path("type").asText(),
                    "schema must be an object: " + function);
            sent.tools.add(new SentRequest.Tool(
                    function.path("name").asText(),
                    function.path("description").asText(),
                    function.path("parameters")));
        }
        assertTrue(!body.has("tools") || !sent.tools.isEmpty(), "no tools among tools");
        if (body.has("tool_choice")) {
            String choice = body.path("tool_choice").asText();
            assertTrue(choice.equals("REQUIRED") || choice.equals("NONE"), choice);
            assertTrue(body.has("tools"), "a choice without tools");
            sent.toolChoice = choice.equals("NONE") ? "none" : "required";
        }
    }

    private static void format(JsonNode body, SentRequest sent) {
        if (body.has("response_format")) {
            JsonNode format = body.path("response_format");
            assertTrue(!body.has("tools") && !body.has("documents"), "response_format is not supported with these");
            assertEquals("json_object", format.path("type").asText());
            sent.schema = format.path("json_schema");
            String type = sent.schema.isMissingNode() ? "json_object" : "json_schema";
            sent.parameters.putObject("response_format").put("type", type);
        }
    }

    /** As the reference gives them. */
    private static void ranges(JsonNode body) {
        range(body, "temperature", 0, 1);
        range(body, "p", 0.01, 0.99);
        range(body, "k", 0, 500);
        range(body, "seed", 0, 18446744073709552000.0);
        range(body, "frequency_penalty", 0, 1);
        range(body, "presence_penalty", 0, 1);
        range(body, "priority", 0, 999);
        assertTrue(body.path("stop_sequences").size() <= 5, "up to 5 stop sequences");
        if (body.has("thinking")) {
            JsonNode thinking = body.path("thinking");
            assertTrue(
                    Set.of("enabled", "disabled").contains(thinking.path("type").asText()), thinking.toString());
            assertTrue(thinking.path("token_budget").asLong(1) >= 1, thinking.toString());
        }
    }

    private static void range(JsonNode body, String name, double least, double most) {
        JsonNode value = body.path(name);
        assertTrue(
                value.isMissingNode() || (value.isNumber() && value.asDouble() >= least && value.asDouble() <= most),
                () -> "invalid request: " + name + " must be between " + least + " and " + most + ": " + value);
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException noJson) {
            throw new UncheckedIOException("no JSON: " + json, noJson);
        }
    }
}
