package io.penstock.provider.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.provider.upstream.ChatCall;
import io.penstock.provider.upstream.compatible.CompatibleReaders;
import io.penstock.provider.upstream.errors.UpstreamErrors;
import io.penstock.provider.upstream.http.AnswerReader;
import io.penstock.shared.bus.Deadlines;
import io.penstock.shared.chat.request.ChatRequestReader;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Reads an answer, a stream and an error before a provider sends the first ones: cold, that takes a fifth of a second,
 * and on an event loop all its streams would wait for it.
 */
final class WarmUp {

    private static final String REQUEST = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";
    private static final String ANSWER = """
            {"id":"a","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
             {"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":
             {"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """;
    private static final String STREAM = """
            data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":\
            {"role":"assistant","content":"hi"},"finish_reason":null}]}

            data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":\
            {"content":"hi"},"finish_reason":null}]}

            data: {"id":"a","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},\
            "finish_reason":"stop"}]}

            data: [DONE]

            """;
    private static final String ERROR =
            "{\"error\":{\"message\":\"Please try again in 2s.\",\"type\":\"server_error\"}}";

    private WarmUp() {}

    /** On a worker thread. */
    static Future<Void> run(Vertx vertx) {
        return vertx.executeBlocking(
                () -> {
                    UpstreamErrors errors = new UpstreamErrors("warm-up", List.of());
                    read(REQUEST.formatted(""), ANSWER, errors);
                    read(REQUEST.formatted(",\"stream\":true"), STREAM, errors);
                    var unused = errors.of(500, MultiMap.caseInsensitiveMultiMap(), ERROR.getBytes(UTF_8));
                    return null;
                },
                false);
    }

    private static void read(String request, String answer, UpstreamErrors errors) {
        byte[] body = request.getBytes(UTF_8);
        ChatCall call = new ChatCall(body, ChatRequestReader.read(body), 1, "m", new Deadlines(1, 1, 1, 1));
        AnswerReader reader = CompatibleReaders.of(call, errors, null);
        var fed = reader.feed(answer.getBytes(UTF_8));
        var ended = reader.end();
        var unused = reader.take();
    }
}
