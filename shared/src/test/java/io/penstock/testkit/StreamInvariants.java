package io.penstock.testkit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what a streaming client was sent and fails at anything the contract forbids. Shares no code
 * with what writes it. Comments are allowed anywhere.
 */
public final class StreamInvariants {

    private static final Set<String> FINISH_REASONS =
            Set.of("stop", "length", "tool_calls", "content_filter", "function_call");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** One tool call as a client joins it. */
    public static final class ToolCall {
        public String id = "";
        public String name = "";
        public final StringBuilder arguments = new StringBuilder();
    }

    /** One choice as a client joins it. */
    public static final class Choice {
        public final StringBuilder content = new StringBuilder();
        public final StringBuilder reasoning = new StringBuilder();
        public final StringBuilder refusal = new StringBuilder();
        public final List<ToolCall> toolCalls = new ArrayList<>();
        /** Empty while unfinished. */
        public String finishReason = "";
    }

    /** A stream as a client joins it. */
    public static final class Answer {
        public final List<JsonNode> chunks = new ArrayList<>();
        public final TreeMap<Integer, Choice> choices = new TreeMap<>();
        /** Missing where none was sent. */
        public JsonNode usage = MissingNode.getInstance();
        /** The {@code error} object of the error event; missing where there was none. */
        public JsonNode error = MissingNode.getInstance();

        private boolean done;

        public Choice choice(int index) {
            return Objects.requireNonNull(choices.get(index), "no choice " + index);
        }
    }

    private final String model;
    private final boolean usageAsked;
    private final Answer answer = new Answer();

    private StreamInvariants(String model, boolean usageAsked) {
        this.model = model;
        this.usageAsked = usageAsked;
    }

    /** A stream that ended well, {@code [DONE]} included. */
    public static Answer complete(String body, String model, boolean usageAsked) {
        StreamInvariants reader = new StreamInvariants(model, usageAsked);
        reader.read(body);
        reader.checkEnd();
        return reader.answer;
    }

    /** A stream that broke off or is still going: all that holds of a beginning. */
    public static Answer beginning(String body, String model, boolean usageAsked) {
        StreamInvariants reader = new StreamInvariants(model, usageAsked);
        reader.read(body);
        check(!reader.answer.done, "a broken stream says [DONE]");
        return reader.answer;
    }

    private void read(String body) {
        check(body.isEmpty() || body.endsWith("\n\n"), "the body ends inside an event");
        for (String event : body.split("\n\n", -1)) {
            if (event.isEmpty() || event.startsWith(":")) {
                continue;
            }
            check(!answer.done, "an event after [DONE]: " + event);
            check(answer.error.isMissingNode(), "an event after the error: " + event);
            if (event.startsWith("event: error\ndata: ")) {
                answer.error =
                        parse(event.substring("event: error\ndata: ".length())).path("error");
                check(answer.error.isObject(), "an error event without an error: " + event);
            } else if (event.equals("data: [DONE]")) {
                answer.done = true;
            } else {
                check(event.startsWith("data: {") && event.indexOf('\n') < 0, "no data line: " + event);
                chunk(parse(event.substring("data: ".length())));
            }
        }
    }

    private void chunk(JsonNode chunk) {
        answer.chunks.add(chunk);
        JsonNode first = answer.chunks.get(0);
        check(chunk.path("id").isTextual() && !chunk.path("id").asText().isEmpty(), "no id: " + chunk);
        check(chunk.path("id").equals(first.path("id")), "another id: " + chunk);
        check(chunk.path("object").asText().equals("chat.completion.chunk"), "another object: " + chunk);
        check(chunk.path("created").isIntegralNumber() && chunk.path("created").asLong() > 0, "no created: " + chunk);
        check(chunk.path("created").equals(first.path("created")), "another created: " + chunk);
        check(chunk.path("model").asText().equals(model), "another model: " + chunk);
        check(!chunk.hasNonNull("error"), "an error inside a chunk: " + chunk);
        check(chunk.path("choices").isArray(), "no choices: " + chunk);
        check(answer.usage.isMissingNode(), "a chunk after the usage: " + chunk);
        if (chunk.path("choices").isEmpty()) {
            usage(chunk);
            return;
        }
        check(usageAsked ? !chunk.hasNonNull("usage") : !chunk.has("usage"), "usage beside choices: " + chunk);
        Set<Integer> indexes = new HashSet<>();
        for (JsonNode choice : chunk.path("choices")) {
            check(choice.path("index").isInt() && choice.path("index").asInt() >= 0, "no index: " + chunk);
            check(indexes.add(choice.path("index").asInt()), "one choice twice: " + chunk);
            choice(choice);
        }
    }

    private void usage(JsonNode chunk) {
        check(usageAsked, "usage that nobody asked for: " + chunk);
        JsonNode usage = chunk.path("usage");
        check(usage.isObject(), "a chunk with neither choices nor usage: " + chunk);
        long sum = 0;
        for (String part : List.of("prompt_tokens", "completion_tokens")) {
            check(usage.path(part).isIntegralNumber() && usage.path(part).asLong() >= 0, "no " + part + ": " + chunk);
            sum += usage.path(part).asLong();
        }
        check(usage.path("total_tokens").isIntegralNumber(), "no total_tokens: " + chunk);
        check(usage.path("total_tokens").asLong() == sum, "a total that is no sum: " + chunk);
        answer.usage = usage;
    }

    private void choice(JsonNode json) {
        int index = json.path("index").asInt();
        JsonNode delta = json.path("delta");
        check(delta.isObject(), "no delta: " + json);
        Choice choice = answer.choices.get(index);
        if (choice == null) {
            check(delta.path("role").isTextual() && !delta.path("role").asText().isEmpty(), "no role: " + json);
            choice = new Choice();
            answer.choices.put(index, choice);
        }
        check(choice.finishReason.isEmpty(), "a chunk after the finish: " + json);
        append(choice.content, delta, "content");
        append(choice.reasoning, delta, "reasoning_content");
        append(choice.refusal, delta, "refusal");
        if (delta.hasNonNull("tool_calls")) {
            check(delta.path("tool_calls").isArray(), "tool calls that are no array: " + json);
            for (JsonNode call : delta.path("tool_calls")) {
                toolCall(choice, call);
            }
        }
        check(json.has("finish_reason"), "no finish_reason, not even null: " + json);
        if (json.hasNonNull("finish_reason")) {
            choice.finishReason = json.path("finish_reason").asText();
            check(FINISH_REASONS.contains(choice.finishReason), "a finish_reason of its own: " + json);
        }
    }

    private static void append(StringBuilder text, JsonNode delta, String key) {
        if (delta.hasNonNull(key)) {
            check(delta.path(key).isTextual(), key + " that is no string: " + delta);
            text.append(delta.path(key).asText());
        }
    }

    private static void toolCall(Choice choice, JsonNode json) {
        check(json.path("index").isInt(), "a tool call without index: " + json);
        int index = json.path("index").asInt();
        List<ToolCall> calls = choice.toolCalls;
        check(index >= 0 && index <= calls.size(), "tool indexes with a gap: " + json);
        boolean custom = json.path("type").asText().equals("custom");
        JsonNode content = json.path(json.has("custom") ? "custom" : "function");
        if (index == calls.size()) {
            ToolCall call = new ToolCall();
            call.id = json.path("id").asText();
            check(!call.id.isEmpty(), "a tool call that starts without id: " + json);
            check(custom || json.path("type").asText().equals("function"), "no type: " + json);
            check(content.path("name").isTextual(), "no name: " + json);
            call.name = content.path("name").asText();
            calls.add(call);
        } else {
            check(!json.hasNonNull("id") && !json.hasNonNull("type"), "id or type again: " + json);
            check(!content.hasNonNull("name"), "the name again: " + json);
        }
        String key = json.has("custom") ? "input" : "arguments";
        if (content.hasNonNull(key)) {
            check(content.path(key).isTextual(), "arguments that are no string: " + json);
            calls.get(index).arguments.append(content.path(key).asText());
        }
    }

    private void checkEnd() {
        check(answer.done, "no [DONE]");
        check(answer.error.isMissingNode(), "an error and [DONE]");
        check(!answer.choices.isEmpty(), "no choice");
        for (Choice choice : answer.choices.values()) {
            check(!choice.finishReason.isEmpty(), "a choice without finish_reason");
            for (ToolCall call : choice.toolCalls) {
                check(call.arguments.length() > 0, "a tool call without arguments");
            }
        }
        check(usageAsked != answer.usage.isMissingNode(), usageAsked ? "no usage" : "usage not asked for");
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException noJson) {
            throw new AssertionError("no JSON: " + json, noJson);
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
