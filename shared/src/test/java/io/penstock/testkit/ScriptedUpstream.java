package io.penstock.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A provider that does what the test says: a real HTTP server on a free port of 127.0.0.1. A request
 * takes the next queued answer if there is one, else the next of its model's script, whose last
 * answer repeats, else a short completion that says {@code ok}.
 */
public final class ScriptedUpstream implements AutoCloseable {

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final Queue<Answer> queue = new ConcurrentLinkedQueue<>();
    private final Map<String, Deque<Answer>> scripts = new ConcurrentHashMap<>();
    private final List<UpstreamCall> calls = new CopyOnWriteArrayList<>();
    private final int port;

    private ScriptedUpstream() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setMaxHeaderSize(64 * 1024)
                .setTcpNoDelay(true);
        HttpServer server = vertx.createHttpServer(options).requestHandler(this::take);
        try {
            port = server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .actualPort();
        } catch (Exception e) {
            vertx.close();
            throw new AssertionError("the scripted upstream does not start", e);
        }
    }

    public static ScriptedUpstream start() {
        return new ScriptedUpstream();
    }

    public int port() {
        return port;
    }

    /** As a provider of the OpenAI form takes it. */
    public String baseUrl() {
        return root() + "/v1";
    }

    /** The server's root, as the other providers take it. */
    public String root() {
        return "http://127.0.0.1:" + port;
    }

    /** The next requests get these, one each, whatever they ask for. */
    public void queue(Answer... answers) {
        queue.addAll(Arrays.asList(answers));
    }

    /** Requests for this model get these in order; the last one repeats. Replaces an earlier script. */
    public void script(String model, Answer... answers) {
        scripts.put(model, new ArrayDeque<>(Arrays.asList(answers)));
    }

    /** All requests so far, in order of arrival. */
    public List<UpstreamCall> calls() {
        return List.copyOf(calls);
    }

    public List<UpstreamCall> calls(String model) {
        return calls.stream().filter(call -> call.model().equals(model)).toList();
    }

    /** How many requests for this model are not yet answered whole. */
    public long running(String model) {
        return calls(model).stream().filter(call -> !call.isOver()).count();
    }

    /** Waits for the first request for this model. */
    public UpstreamCall awaitCall(String model, Duration timeout) {
        return awaitCall(model, 1, timeout);
    }

    /** Waits for the {@code nth} request for this model, counted from 1. */
    public UpstreamCall awaitCall(String model, int nth, Duration timeout) {
        Await.until(
                () -> nth + " request(s) for '" + model + "' at the upstream; it had " + calls.size() + " in all",
                () -> calls(model).size() >= nth,
                timeout);
        return calls(model).get(nth - 1);
    }

    /** Forgets scripts and records; running answers go on. */
    public void reset() {
        queue.clear();
        scripts.clear();
        calls.clear();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the scripted upstream does not stop", e);
        }
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            UpstreamCall call = new UpstreamCall(request, body);
            calls.add(call);
            next(call).answer(call, request.response());
        });
    }

    private Answer next(UpstreamCall call) {
        Answer queued = queue.poll();
        if (queued != null) {
            return queued;
        }
        @Nullable Deque<Answer> script = scripts.get(call.model());
        if (script == null || script.isEmpty()) {
            return Answer.completion("ok");
        }
        return script.size() == 1 ? script.getFirst() : script.removeFirst();
    }
}
