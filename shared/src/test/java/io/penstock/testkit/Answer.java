package io.penstock.testkit;

import io.vertx.core.http.HttpServerResponse;

/** What a {@link ScriptedUpstream} does with one request. Called on the upstream's event loop. */
@FunctionalInterface
public interface Answer {

    void answer(UpstreamCall call, HttpServerResponse response);

    /** Status 200 and this JSON document. */
    static Answer json(String body) {
        return status(200, body);
    }

    /** A short answer in the form the request asks for: a stream where it says {@code stream: true}. */
    static Answer completion(String text) {
        return completion(text, 7, 3);
    }

    /** As {@link #completion(String)}, with so many tokens reported. */
    static Answer completion(String text, int prompt, int completion) {
        return (call, response) -> {
            if (call.asksForStream()) {
                stream()
                        .role()
                        .content(text)
                        .finish("stop")
                        .usage(prompt, completion)
                        .done()
                        .answer(call, response);
            } else {
                json(Chunks.completion(call.model(), text, prompt, completion)).answer(call, response);
            }
        };
    }

    /** @param headers names and values in turn, which replace the default {@code content-type} */
    static Answer status(int status, String body, String... headers) {
        return (call, response) -> {
            response.setStatusCode(status).putHeader("content-type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                response.putHeader(headers[i], headers[i + 1]);
            }
            call.write(body.length());
            response.end(body);
        };
    }

    /** OpenAI's error document under this status. */
    static Answer error(int status, String message, String code, String... headers) {
        return status(status, Chunks.error(message, "upstream_type", null, code), headers);
    }

    /** The page of a proxy that is not the API. */
    static Answer html(int status) {
        return status(
                status,
                "<html><head><title>Oops</title></head><body><h1>Bad day</h1></body></html>",
                "content-type",
                "text/html; charset=utf-8");
    }

    /** Takes the request and never says a word. */
    static Answer silent() {
        return (call, response) -> {};
    }

    /** Takes the request and closes the connection. */
    static Answer hangUp() {
        return (call, response) -> call.close();
    }

    /** These bytes onto the socket, past the HTTP encoder, then the connection closes. */
    static Answer raw(String bytes) {
        return (call, response) -> call.writeRaw(bytes).onComplete(written -> call.close());
    }

    /** These bytes onto the socket, past the HTTP encoder; the connection stays open. */
    static Answer rawThenHold(String bytes) {
        return (call, response) -> call.writeRaw(bytes);
    }

    /** Waits for the gate before it does what {@code then} says. */
    static Answer after(Gate gate, Answer then) {
        return (call, response) -> gate.opened().onSuccess(opened -> then.answer(call, response));
    }

    /** A plain answer whose {@code content-length} promises more than comes. */
    static Answer truncatedAt(int bytes, String body) {
        return (call, response) -> {
            response.putHeader("content-type", "application/json")
                    .putHeader("content-length", String.valueOf(body.length()));
            response.write(body.substring(0, bytes)).onComplete(written -> call.close());
        };
    }

    /** A stream of at least this many bytes, as fast as the socket takes it. */
    static Answer flood(long bytes) {
        return new Flood(bytes);
    }

    /** A stream to be described step by step; ends after its last step. */
    static StreamAnswer stream() {
        return new StreamAnswer();
    }
}
