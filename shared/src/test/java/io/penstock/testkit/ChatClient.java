package io.penstock.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of one gateway, one connection a request. Any thread.
 *
 * @param port of the gateway on 127.0.0.1
 * @param key sent as a bearer token, or null to send none
 */
public record ChatClient(int port, @Nullable String key) {

    private static final String CHAT = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public static ChatClient of(int port) {
        return new ChatClient(port, null);
    }

    public ChatClient withKey(String other) {
        return new ChatClient(port, other);
    }

    /** A request with one user message. */
    public static JsonObject request(String model, String prompt) {
        return new JsonObject()
                .put("model", model)
                .put(
                        "messages",
                        new JsonArray().add(new JsonObject().put("role", "user").put("content", prompt)));
    }

    /** As {@link #request}, asking for a stream. */
    public static JsonObject streamRequest(String model, String prompt) {
        return request(model, prompt).put("stream", true);
    }

    public HttpAnswer chat(String model, String prompt) {
        return post(request(model, prompt).encode());
    }

    /** A chat request with this body, and headers as names and values in turn. */
    public HttpAnswer post(String body, String... headers) {
        return postTo(CHAT, body, headers);
    }

    public HttpAnswer postTo(String path, String body, String... headers) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public HttpAnswer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public HttpAnswer send(String method, String path, byte @Nullable [] body, String... headers) {
        try (RawHttp http = RawHttp.connect(port)) {
            return http.request(method, path, body, withKey(headers)).answer(PATIENCE);
        }
    }

    /** Starts a stream; the caller closes it. */
    public SseClient stream(String model, String prompt) {
        return stream(streamRequest(model, prompt));
    }

    public SseClient stream(JsonObject request, String... headers) {
        return SseClient.post(port, CHAT, request.encode(), withKey(headers));
    }

    /** A stream that nobody reads until asked to, over a connection that takes few bytes meanwhile. */
    public SseClient slowStream(JsonObject request, String... headers) {
        return SseClient.postSlowly(port, CHAT, request.encode(), withKey(headers));
    }

    /** A request under way, whose answer is not waited for; the caller closes it. */
    public RawHttp start(JsonObject request, String... headers) {
        return RawHttp.connect(port).post(CHAT, request.encode(), withKey(headers));
    }

    /** A whole stream, complete and well formed. */
    public ChatStream streamed(JsonObject request, String... headers) {
        try (SseClient stream = stream(request, headers)) {
            return ChatStream.complete(stream.rest(PATIENCE), request.getString("model"));
        }
    }

    private String[] withKey(String... headers) {
        return key == null
                ? headers
                : Stream.concat(Stream.of("authorization", "Bearer " + key), Stream.of(headers))
                        .toArray(String[]::new);
    }
}
