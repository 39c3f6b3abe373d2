package io.penstock.provider.contract.run;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.provider.contract.wire.Scenario.Call;
import io.penstock.testkit.StreamInvariants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An answer as a client puts it together, streamed or plain, its form checked.
 *
 * @param details of {@code reasoning_details}
 * @param usage missing where there is none
 */
public record Reply(
        String content,
        String reasoning,
        String refusal,
        List<Call> calls,
        String finish,
        List<JsonNode> details,
        JsonNode usage) {

    private static final Set<String> FINISH_REASONS = Set.of("stop", "length", "tool_calls", "content_filter");

    /** A stream that ended well. */
    public static Reply streamed(String body, boolean usageAsked) {
        return of(StreamInvariants.complete(body, Ask.MODEL, usageAsked));
    }

    /** A stream that broke off. */
    public static Reply begun(String body) {
        return of(StreamInvariants.beginning(body, Ask.MODEL, true));
    }

    private static Reply of(StreamInvariants.Answer answer) {
        if (answer.choices.isEmpty()) {
            return new Reply("", "", "", List.of(), "", List.of(), answer.usage);
        }
        StreamInvariants.Choice choice = answer.choice(0);
        List<JsonNode> details = new ArrayList<>();
        for (JsonNode chunk : answer.chunks) {
            chunk.at("/choices/0/delta/reasoning_details").forEach(details::add);
        }
        return new Reply(
                choice.content.toString(),
                choice.reasoning.toString(),
                choice.refusal.toString(),
                choice.toolCalls.stream()
                        .map(call -> new Call(call.id, call.name, call.arguments.toString()))
                        .toList(),
                choice.finishReason,
                details,
                answer.usage);
    }

    public static Reply plain(String body) {
        JsonNode document = parse(body);
        check(!document.path("id").asText().isEmpty(), "no id", body);
        check(document.path("object").asText().equals("chat.completion"), "another object", body);
        check(document.path("created").asLong() > 0, "no created", body);
        check(document.path("model").asText().equals(Ask.MODEL), "another model", body);
        check(document.path("choices").size() == 1, "not one choice", body);
        JsonNode choice = document.at("/choices/0");
        JsonNode message = choice.path("message");
        check(choice.path("index").isInt() && choice.path("index").asInt() == 0, "no index", body);
        check(message.path("role").asText().equals("assistant"), "no role", body);
        check(message.has("content"), "no content, not even null", body);
        check(message.has("refusal"), "no refusal, not even null", body);
        check(choice.has("logprobs"), "no logprobs, not even null", body);
        check(FINISH_REASONS.contains(choice.path("finish_reason").asText()), "no finish_reason", body);
        JsonNode usage = document.path("usage");
        check(
                usage.path("total_tokens").asLong(-1)
                        == usage.path("prompt_tokens").asLong()
                                + usage.path("completion_tokens").asLong(),
                "a total that is no sum",
                body);
        List<JsonNode> details = new ArrayList<>();
        message.path("reasoning_details").forEach(details::add);
        return new Reply(
                text(message, "content", body),
                text(message, "reasoning_content", body),
                text(message, "refusal", body),
                calls(message, body),
                choice.path("finish_reason").asText(),
                details,
                usage);
    }

    private static JsonNode parse(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException noJson) {
            throw new AssertionError("no JSON: " + body, noJson);
        }
    }

    private static List<Call> calls(JsonNode message, String body) {
        List<Call> calls = new ArrayList<>();
        check(!message.has("tool_calls") || message.path("tool_calls").size() > 0, "no tool calls in a list", body);
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            check(!call.path("id").asText().isEmpty(), "a call without id", body);
            check(call.path("type").asText().equals("function"), "a call without type", body);
            check(!function.path("name").asText().isEmpty(), "a call without name", body);
            check(function.path("arguments").isTextual(), "arguments that are no text", body);
            calls.add(new Call(
                    call.path("id").asText(),
                    function.path("name").asText(),
                    function.path("arguments").asText()));
        }
        return calls;
    }

    private static String text(JsonNode message, String field, String body) {
        JsonNode text = message.path(field);
        check(text.isTextual() || text.isNull() || text.isMissingNode(), field + " that is no text", body);
        return text.isTextual() ? text.textValue() : "";
    }

    private static void check(boolean holds, String what, String body) {
        if (!holds) {
            throw new AssertionError(what + ": " + body);
        }
    }
}
