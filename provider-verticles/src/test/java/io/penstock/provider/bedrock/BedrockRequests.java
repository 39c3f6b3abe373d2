package io.penstock.provider.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.testkit.UpstreamCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;

/** Reads a request for Converse as its server does. */
@NullUnmarked
final class BedrockRequests {

    private static final Pattern PATH = Pattern.compile("/model/([^/:]+)/(converse|converse-stream)");
    private static final Pattern SIGNED = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)/\\d{8}/us-east-1/bedrock/"
                    + "aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}");
    private static final Map<String, String> SETTINGS =
            Map.of("maxTokens", "max_tokens", "temperature", "temperature", "topP", "top_p", "stopSequences", "stop");

    private BedrockRequests() {}

    static SentRequest read(UpstreamCall call) {
        assertEquals("POST", call.method());
        assertEquals("application/json", call.header("content-type"));
        Matcher path = PATH.matcher(call.uri());
        assertTrue(path.matches(), call.uri());
        Matcher signed = SIGNED.matcher(String.valueOf(call.header("authorization")));
        assertTrue(signed.matches(), call.header("authorization"));
        SentRequest sent = new SentRequest();
        sent.model = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
        sent.stream = path.group(2).endsWith("stream");
        assertEquals(sent.stream ? "application/vnd.amazon.eventstream" : "application/json", call.header("accept"));
        sent.key = signed.group(1);
        read(BedrockWireForm.parse(call.text()), sent);
        return sent;
    }

    private static void read(JsonNode body, SentRequest sent) {
        body.path("system").forEach(block -> sent.system.add(block.path("text").asText()));
        String before = "assistant";
        for (JsonNode turn : body.path("messages")) {
            String role = turn.path("role").asText();
            assertTrue(!role.equals(before), "turns alternate and the user begins: " + body.path("messages"));
            before = role;
            turn.path("content").forEach(block -> block(role, block, sent));
        }
        for (JsonNode tool : body.path("toolConfig").path("tools")) {
            JsonNode spec = tool.path("toolSpec");
            JsonNode schema = spec.path("inputSchema").path("json");
            assertEquals("object", schema.path("type").asText());
            if (spec.path("name").asText().equals("json_answer")) {
                sent.schema = schema;
                sent.parameters.putObject("response_format").put("type", "json_schema");
            } else if (!spec.path("name").asText().equals("no_tool_available")) {
                sent.tools.add(new SentRequest.Tool(
                        spec.path("name").asText(), spec.path("description").asText(), schema));
            }
        }
        choice(body, sent);
        body.path("inferenceConfig")
                .properties()
                .forEach(field -> sent.parameters.set(SETTINGS.get(field.getKey()), field.getValue()));
        body.path("requestMetadata").properties().forEach(pair -> {
            ObjectNode holder =
                    pair.getKey().equals("user") ? sent.parameters : sent.parameters.withObject("/metadata");
            holder.set(pair.getKey(), pair.getValue());
        });
        if (body.has("serviceTier")) {
            sent.parameters.set("service_tier", body.path("serviceTier").path("type"));
        }
        JsonNode own = body.path("additionalModelRequestFields");
        if (own.has("thinking")) {
            sent.parameters.set("reasoning_effort", own.path("thinking"));
        }
        if (own.has("top_k")) {
            sent.parameters.set("top_k", own.path("top_k"));
        }
    }

    private static void choice(JsonNode body, SentRequest sent) {
        JsonNode choice = body.path("toolConfig").path("toolChoice");
        JsonNode own = body.path("additionalModelRequestFields").path("tool_choice");
        if (own.path("disable_parallel_tool_use").asBoolean()) {
            sent.parameters.put("parallel_tool_calls", false);
        }
        String type = own.path("type").asText();
        if (choice.has("any") || type.equals("any")) {
            sent.toolChoice = "required";
        } else if (choice.has("auto") || type.equals("auto")) {
            sent.toolChoice = "auto";
        } else if (choice.has("tool")
                && !choice.path("tool").path("name").asText().equals("json_answer")) {
            sent.toolChoice = "named:" + choice.path("tool").path("name").asText();
        }
    }

    private static void block(String role, JsonNode block, SentRequest sent) {
        if (block.has("text")) {
            sent.said.add(new SentRequest.Said(
                    role, new SentRequest.Text(block.path("text").asText())));
        } else if (block.has("image")) {
            JsonNode image = block.path("image");
            String url = "data:image/" + image.path("format").asText() + ";base64,"
                    + image.path("source").path("bytes").asText();
            sent.said.add(new SentRequest.Said(role, new SentRequest.Image(url)));
        } else if (block.has("toolUse")) {
            ObjectNode use = (ObjectNode) block.path("toolUse");
            sent.said.add(new SentRequest.Said(
                    role,
                    new SentRequest.Call(
                            use.path("toolUseId").asText(), use.path("name").asText(), use.path("input"))));
        } else if (block.has("toolResult")) {
            assertEquals("user", role);
            JsonNode result = block.path("toolResult");
            StringBuilder text = new StringBuilder();
            result.path("content").forEach(part -> text.append(part.path("text").asText()));
            sent.said.add(new SentRequest.Said(
                    "tool", new SentRequest.Result(result.path("toolUseId").asText(), text.toString())));
        } else if (block.has("reasoningContent")) {
            JsonNode text = block.path("reasoningContent").path("reasoningText");
            sent.said.add(new SentRequest.Said(
                    role,
                    new SentRequest.Reasoning(
                            text.path("text").asText(), text.path("signature").textValue())));
        }
    }
}
