package io.penstock.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Well-formed pieces of the OpenAI wire form, as one JSON text each. */
public final class Chunks {

    private static final String ID = "chatcmpl-upstream";
    private static final long CREATED = 1_700_000_000L;

    private Chunks() {}

    public static String role(String model) {
        return delta(model, 0, new JsonObject().put("role", "assistant").put("content", ""), null);
    }

    public static String content(String model, String text) {
        return content(model, 0, text);
    }

    public static String content(String model, int index, String text) {
        return delta(model, index, new JsonObject().put("content", text), null);
    }

    /** With the usage so far beside it, as vLLM sends it when asked for continuous usage. */
    public static String content(String model, String text, int prompt, int completion) {
        return new JsonObject(content(model, text))
                .put("usage", usage(prompt, completion))
                .encode();
    }

    public static String finish(String model, String reason) {
        return delta(model, 0, new JsonObject(), reason);
    }

    public static String delta(String model, int index, JsonObject delta, @Nullable String finishReason) {
        JsonObject choice =
                new JsonObject().put("index", index).put("delta", delta).put("finish_reason", finishReason);
        return chunk(model).put("choices", new JsonArray().add(choice)).encode();
    }

    public static String usage(String model, int prompt, int completion) {
        return chunk(model)
                .put("choices", new JsonArray())
                .put("usage", usage(prompt, completion))
                .encode();
    }

    /** A whole answer of one choice, finished by {@code stop}. */
    public static String completion(String model, String text) {
        return completion(model, text, 7, 3);
    }

    public static String completion(String model, String text, int prompt, int completion) {
        JsonObject message =
                new JsonObject().put("role", "assistant").put("content", text).putNull("refusal");
        JsonObject choice = new JsonObject()
                .put("index", 0)
                .put("message", message)
                .putNull("logprobs")
                .put("finish_reason", "stop");
        return new JsonObject()
                .put("id", ID)
                .put("object", "chat.completion")
                .put("created", CREATED)
                .put("model", model)
                .put("choices", new JsonArray().add(choice))
                .put("usage", usage(prompt, completion))
                .encode();
    }

    /** OpenAI's error document. */
    public static String error(String message, String type, @Nullable String param, @Nullable Object code) {
        JsonObject error = new JsonObject()
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return new JsonObject().put("error", error).encode();
    }

    private static JsonObject chunk(String model) {
        return new JsonObject()
                .put("id", ID)
                .put("object", "chat.completion.chunk")
                .put("created", CREATED)
                .put("model", model);
    }

    private static JsonObject usage(int prompt, int completion) {
        return new JsonObject()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }
}
