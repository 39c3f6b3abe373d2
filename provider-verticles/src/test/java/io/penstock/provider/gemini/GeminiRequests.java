package io.penstock.provider.gemini;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.contract.wire.SentRequest.Said;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Reads a request as Google's server does, strict on what its parser would refuse. */
@NullMarked
final class GeminiRequests {

    private static final Pattern URI =
            Pattern.compile("/v1beta/models/([^:/]+):(generateContent|streamGenerateContent\\?alt=sse)");
    private static final Set<String> MEMBERS = Set.of(
            "contents",
            "systemInstruction",
            "tools",
            "toolConfig",
            "safetySettings",
            "generationConfig",
            "cachedContent",
            "serviceTier");

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("temperature", "temperature"),
            Map.entry("topP", "top_p"),
            Map.entry("topK", "top_k"),
            Map.entry("candidateCount", "n"),
            Map.entry("maxOutputTokens", "max_tokens"),
            Map.entry("stopSequences", "stop"),
            Map.entry("seed", "seed"),
            Map.entry("presencePenalty", "presence_penalty"),
            Map.entry("frequencyPenalty", "frequency_penalty"),
            Map.entry("responseLogprobs", "logprobs"),
            Map.entry("logprobs", "top_logprobs"),
            Map.entry("thinkingConfig", "reasoning_effort"));

    /** Documented to stand for a signature that there is none of. */
    private static final String NO_SEAL = "skip_thought_signature_validator";

    private GeminiRequests() {}

    static SentRequest read(UpstreamCall call) {
        assertEquals("POST", call.method());
        Matcher uri = URI.matcher(call.uri());
        assertTrue(uri.matches(), call.uri());
        assertEquals("application/json", call.header("content-type"));
        assertNull(call.header("authorization"));
        SentRequest sent = new SentRequest();
        sent.model = uri.group(1);
        sent.stream = uri.group(2).startsWith("stream");
        String key = call.header("x-goog-api-key");
        sent.key = key == null ? "" : key;
        JsonNode body = parse(call.text());
        body.fieldNames().forEachRemaining(name -> assertTrue(MEMBERS.contains(name), name));
        body.at("/systemInstruction/parts")
                .forEach(part -> sent.system.add(part.path("text").asText()));
        contents(body.path("contents"), sent);
        tools(body, sent);
        generation(body.path("generationConfig"), sent);
        if (body.has("serviceTier")) {
            sent.parameters.set("service_tier", body.get("serviceTier"));
        }
        return sent;
    }

    private static void contents(JsonNode contents, SentRequest sent) {
        assertTrue(!contents.isEmpty(), "contents is not specified");
        for (JsonNode content : contents) {
            String role = content.path("role").asText();
            assertTrue(role.equals("user") || role.equals("model"), role);
            assertTrue(!content.path("parts").isEmpty(), "contents.parts must not be empty");
            for (JsonNode part : content.path("parts")) {
                part(role.equals("model") ? "assistant" : "user", part, sent.said);
            }
        }
    }

    private static void part(String role, JsonNode part, List<Said> said) {
        String seal = part.path("thoughtSignature").asText();
        if (!seal.isEmpty() && !seal.equals(NO_SEAL)) {
            said.add(new Said(role, new SentRequest.Reasoning("", seal)));
        }
        JsonNode call = part.path("functionCall");
        JsonNode result = part.path("functionResponse");
        if (call.isObject()) {
            assertTrue(call.path("args").isObject(), "args is a Struct");
            said.add(new Said(
                    role, new SentRequest.Call(id(call), call.path("name").asText(), call.path("args"))));
        } else if (result.isObject()) {
            JsonNode response = result.path("response");
            assertTrue(response.isObject(), "response is a Struct");
            String text = response.has("output") ? response.path("output").asText() : response.toString();
            said.add(new Said("tool", new SentRequest.Result(id(result), text)));
        } else if (part.has("inlineData")) {
            JsonNode data = part.path("inlineData");
            said.add(new Said(
                    role,
                    new SentRequest.Image("data:" + data.path("mimeType").asText() + ";base64,"
                            + data.path("data").asText())));
        } else if (part.has("fileData")) {
            said.add(new Said(
                    role, new SentRequest.Image(part.at("/fileData/fileUri").asText())));
        } else if (!part.path("text").asText().isEmpty()) {
            said.add(new Said(role, new SentRequest.Text(part.path("text").asText())));
        }
    }

    private static @Nullable String id(JsonNode call) {
        return call.has("id") ? call.path("id").asText() : null;
    }

    private static void tools(JsonNode body, SentRequest sent) {
        for (JsonNode function : body.at("/tools/0/functionDeclarations")) {
            sent.tools.add(new SentRequest.Tool(
                    function.path("name").asText(),
                    function.path("description").asText(),
                    function.path("parameters")));
        }
        JsonNode calling = body.at("/toolConfig/functionCallingConfig");
        List<String> names = new ArrayList<>();
        calling.path("allowedFunctionNames").forEach(name -> names.add(name.asText()));
        sent.toolChoice = switch (calling.path("mode").asText()) {
            case "ANY" ->
                names.isEmpty()
                        ? "required"
                        : names.size() == 1 ? "named:" + names.get(0) : "allowed:required:" + String.join(",", names);
            case "NONE" -> "none";
            case "AUTO" -> "auto";
            default -> "";
        };
    }

    private static void generation(JsonNode config, SentRequest sent) {
        ObjectNode parameters = sent.parameters;
        for (Map.Entry<String, JsonNode> field : config.properties()) {
            if (field.getKey().equals("responseMimeType")) {
                assertEquals("application/json", field.getValue().asText());
                parameters.putObject("response_format").put("type", "json_object");
            } else if (field.getKey().equals("responseSchema")) {
                sent.schema = field.getValue();
            } else {
                assertTrue(NAMES.containsKey(field.getKey()), field.getKey());
                parameters.set(NAMES.getOrDefault(field.getKey(), ""), field.getValue());
            }
        }
        if (!sent.schema.isMissingNode()) {
            parameters.putObject("response_format").put("type", "json_schema");
        }
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException noJson) {
            throw new UncheckedIOException("no JSON: " + json, noJson);
        }
    }
}
