package io.penstock.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole stream of chat chunks, held against what a client may rely on: the same {@code id},
 * {@code created} and {@code model} in all chunks, a role first and one finish reason per choice,
 * usage after the finish, and either {@code [DONE]} or one error at the very end.
 */
public final class ChatStream {

    private static final Set<String> FINISH_REASONS =
            Set.of("stop", "length", "tool_calls", "content_filter", "function_call");

    private final List<JsonObject> chunks = new ArrayList<>();
    private final Map<Integer, StringBuilder> contents = new TreeMap<>();
    private final Map<Integer, String> finishReasons = new HashMap<>();
    private final Map<Integer, List<JsonObject>> toolCalls = new HashMap<>();
    private @Nullable JsonObject usage;
    private @Nullable JsonObject error;
    private boolean done;

    private ChatStream() {}

    /** Checks everything that holds for every stream, failed ones too. */
    public static ChatStream of(List<SseEvent> events, String model) {
        ChatStream stream = new ChatStream();
        try {
            for (SseEvent event : events) {
                stream.take(event, model);
            }
            check(stream.done || stream.error != null, "ends with neither [DONE] nor an error");
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "; the whole stream:\n" + lines(events), e);
        }
        return stream;
    }

    /** As {@link #of}, for a stream that must have succeeded. */
    public static ChatStream complete(List<SseEvent> events, String model) {
        ChatStream stream = of(events, model);
        if (!stream.done) {
            throw new AssertionError("not complete:\n" + lines(events));
        }
        return stream;
    }

    /** As {@link #of}, for a stream that must have failed after its first content. */
    public static ChatStream failed(List<SseEvent> events, String model) {
        ChatStream stream = of(events, model);
        if (stream.error == null) {
            throw new AssertionError("no error at the end:\n" + lines(events));
        }
        return stream;
    }

    public List<JsonObject> chunks() {
        return chunks;
    }

    public String content() {
        return content(0);
    }

    public String content(int choice) {
        return contents.getOrDefault(choice, new StringBuilder()).toString();
    }

    public Set<Integer> choices() {
        return contents.keySet();
    }

    public @Nullable String finishReason() {
        return finishReasons.get(0);
    }

    public @Nullable String finishReason(int choice) {
        return finishReasons.get(choice);
    }

    /** Name, id and joined arguments of each call of the first choice, by index. */
    public List<JsonObject> toolCalls() {
        return toolCalls.getOrDefault(0, List.of());
    }

    public @Nullable JsonObject usage() {
        return usage;
    }

    /** The error object's own fields. */
    public JsonObject error() {
        if (error == null) {
            throw new AssertionError("the stream has not failed");
        }
        return error;
    }

    private void take(SseEvent event, String model) {
        if (event.isComment()) {
            check(event.name() == null && event.data() == null, "a comment mixed with an event");
            return;
        }
        check(!done && error == null, "something after the end: " + event);
        if (event.isDone()) {
            check(event.name() == null, "a named [DONE]");
            contents.keySet()
                    .forEach(choice -> check(
                            finishReasons.containsKey(choice), "[DONE] without a finish reason of choice " + choice));
            check(!contents.isEmpty(), "[DONE] without any choice");
            done = true;
        } else if (event.isError()) {
            error = event.json().getJsonObject("error");
            check(error != null, "an error event without an error");
            for (String field : List.of("message", "type", "param", "code")) {
                check(error.containsKey(field), "an error without " + field);
            }
            check(error.getValue("message") instanceof String text && !text.isBlank(), "an error without a message");
        } else {
            check(event.name() == null, "a chunk with an event name");
            chunk(event.json(), model);
        }
    }

    private void chunk(JsonObject chunk, String model) {
        check(chunk.getValue("id") instanceof String id && !id.isEmpty(), "no id");
        check("chat.completion.chunk".equals(chunk.getValue("object")), "object is " + chunk.getValue("object"));
        check(chunk.getValue("created") instanceof Number, "created is " + chunk.getValue("created"));
        check(model.equals(chunk.getValue("model")), "model is " + chunk.getValue("model"));
        if (!chunks.isEmpty()) {
            JsonObject first = chunks.get(0);
            check(first.getValue("id").equals(chunk.getValue("id")), "id changes");
            check(first.getValue("created").equals(chunk.getValue("created")), "created changes");
        }
        chunks.add(chunk);
        check(chunk.getValue("choices") instanceof JsonArray, "no choices");
        JsonArray choices = chunk.getJsonArray("choices");
        if (chunk.getValue("usage") != null) {
            check(usage == null, "usage twice");
            check(choices.isEmpty(), "usage in a chunk with choices");
            check(finishReasons.keySet().containsAll(contents.keySet()), "usage before the finish");
            usage = chunk.getJsonObject("usage");
        }
        for (int i = 0; i < choices.size(); i++) {
            choice(choices.getJsonObject(i));
        }
    }

    private void choice(JsonObject choice) {
        int index = choice.getInteger("index");
        JsonObject delta = choice.getJsonObject("delta");
        check(delta != null, "a choice without a delta");
        if (!contents.containsKey(index)) {
            check("assistant".equals(delta.getValue("role")), "choice " + index + " begins without a role");
            contents.put(index, new StringBuilder());
        }
        check(!finishReasons.containsKey(index), "choice " + index + " goes on after its finish");
        if (delta.getValue("content") instanceof String text) {
            contents.get(index).append(text);
        }
        if (delta.getValue("tool_calls") instanceof JsonArray calls) {
            for (int i = 0; i < calls.size(); i++) {
                toolCall(toolCalls.computeIfAbsent(index, first -> new ArrayList<>()), calls.getJsonObject(i));
            }
        }
        if (choice.getValue("finish_reason") instanceof String reason) {
            check(FINISH_REASONS.contains(reason), "finish_reason " + reason);
            finishReasons.put(index, reason);
        }
    }

    private static void toolCall(List<JsonObject> calls, JsonObject call) {
        check(call.getValue("index") instanceof Integer, "a tool call without an index");
        int index = call.getInteger("index");
        check(index <= calls.size(), "tool call indexes are not dense: " + index + " after " + calls.size());
        JsonObject function = call.getJsonObject("function", new JsonObject());
        if (index == calls.size()) {
            check(call.getValue("id") instanceof String id && !id.isEmpty(), "a tool call without an id");
            check("function".equals(call.getValue("type")), "a tool call without its type");
            check(function.getValue("name") instanceof String name && !name.isEmpty(), "a tool call without a name");
            calls.add(new JsonObject()
                    .put("id", call.getValue("id"))
                    .put("name", function.getValue("name"))
                    .put("arguments", ""));
        } else {
            check(call.getValue("id") == null, "a tool call's id twice");
            check(call.getValue("type") == null, "a tool call's type twice");
            check(function.getValue("name") == null, "a tool call's name twice");
        }
        JsonObject known = calls.get(index);
        known.put("arguments", known.getString("arguments") + function.getString("arguments", ""));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static String lines(List<SseEvent> events) {
        StringBuilder lines = new StringBuilder();
        events.stream().limit(60).forEach(event -> lines.append(event).append('\n'));
        return lines.append(events.size()).append(" events").toString();
    }
}
