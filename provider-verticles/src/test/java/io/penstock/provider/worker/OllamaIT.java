package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.penstock.shared.bus.Frame;
import io.penstock.testkit.Await;
import io.penstock.testkit.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node without a section of providers, and an Ollama on its machine that comes and goes. */
@NullUnmarked
class OllamaIT {

    private final Vertx vertx = Vertx.vertx();
    private final int port = Ports.free();
    private final AtomicInteger looks = new AtomicInteger();
    private final CompletableFuture<Void> lastWords = new CompletableFuture<>();
    private volatile String version = "{\"version\":\"0.12.3\"}";
    private volatile int status = 200;

    @TempDir
    Path directory;

    private WorkersFixture workers;

    @AfterEach
    void stop() {
        if (workers != null) {
            workers.close();
        }
        vertx.close().await();
    }

    @Test
    void isServedFromWhenItIsFoundUntilItIsGoneAndAgain() {
        startWorkers("");
        assertEquals(0, workers.told("ollama"), "nothing runs");
        assertTrue(workers.told("echo") > 0, "nobody waits for it");
        HttpServer first = startOllama();
        awaitTold();
        assertEnds(workers.openAt("ollama", "llama3.2"));
        first.close().await();
        Await.until("it to be gone", () -> workers.told("ollama") == 0, WorkersFixture.SOON);
        Await.until("its workers to be gone", () -> !workers.isThere("ollama", 0), WorkersFixture.SOON);
        startOllama();
        awaitTold();
        assertEnds(workers.openAt("ollama", "llama3.2"));
        assertTrue(workers.changes.get() >= 3, "gateways hear at once");
    }

    @Test
    void isThereAgainBeforeItsWorkersHaveGone() {
        startOllama();
        startWorkers("");
        awaitTold();
        var stream = workers.openAt("ollama", "slow").awaitContent();
        status = 500;
        Await.until("it to be gone", () -> workers.told("ollama") == 0, WorkersFixture.SOON);
        int before = looks.get();
        Await.until("more looks", () -> looks.get() > before + 10, WorkersFixture.SOON);
        assertTrue(workers.isThere("ollama", 0), "a stream runs");
        status = 200;
        awaitTold();
        assertEnds(workers.openAt("ollama", "llama3.2"));
        lastWords.complete(null);
        assertEnds(stream);
    }

    @Test
    void aStreamEndsAsItDoesAndThenItsWorkersGo() {
        startOllama();
        startWorkers("");
        awaitTold();
        var stream = workers.openAt("ollama", "slow").awaitContent();
        status = 500;
        Await.until("it to be gone", () -> workers.told("ollama") == 0, WorkersFixture.SOON);
        lastWords.complete(null);
        assertEnds(stream);
        Await.until("its workers to be gone", () -> !workers.isThere("ollama", 0), WorkersFixture.SOON);
    }

    @Test
    void anotherProgramOnItsPortIsNone() {
        version = "{\"hello\":\"world\"}";
        startOllama();
        startWorkers("");
        Await.until("some looks", () -> looks.get() > 5, WorkersFixture.SOON);
        assertEquals(0, workers.told("ollama"));
        version = "<html>";
        int before = looks.get();
        Await.until("some more looks", () -> looks.get() > before + 5, WorkersFixture.SOON);
        assertEquals(0, workers.told("ollama"));
    }

    @Test
    void aListedOneIsAProviderAsAnyOther() {
        startWorkers("providers: { mine: { type: ollama, baseUrl: \"http://127.0.0.1:" + port + "/v1\" } }");
        assertTrue(workers.told("mine") > 0);
        assertFalse(workers.role.inFlight().containsKey("ollama"));
    }

    @Test
    void aFileThatListsItsProvidersEndsTheLooking() {
        startOllama();
        startWorkers("");
        awaitTold();
        workers.reload("providers: { other: { type: echo } }", "v2");
        Await.until("it to be gone", () -> workers.told("ollama") == 0, WorkersFixture.SOON);
        workers.reload("", "v3");
        awaitTold();
        assertEnds(workers.openAt("ollama", "llama3.2"));
    }

    private void startWorkers(String sections) {
        workers = new WorkersFixture(directory, sections, Map.of("OLLAMA_HOST", "127.0.0.1:" + port));
    }

    private void awaitTold() {
        Await.until("it to be found", () -> workers.told("ollama") == 2, WorkersFixture.SOON);
    }

    private static void assertEnds(WorkersFixture.Attempt attempt) {
        assertTrue(attempt.isAccepted());
        assertTrue(attempt.awaitEnd() instanceof Frame.End, () -> attempt.awaitEnd()
                .toString());
    }

    @CanIgnoreReturnValue
    private HttpServer startOllama() {
        return vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(port, "127.0.0.1")
                .await();
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/api/version" -> {
                looks.incrementAndGet();
                response.setStatusCode(status).end(version);
            }
            case "/api/tags" ->
                response.end(
                        "{\"models\":[{\"name\":\"llama3.2:latest\",\"model\":\"llama3.2:latest\",\"size\":2019393189}]}");
            case "/v1/chat/completions" ->
                request.body().onSuccess(body -> {
                    response.setChunked(true).putHeader("content-type", "text/event-stream");
                    response.write(chunk("{\"role\":\"assistant\",\"content\":\"hi\"}", "null"));
                    Runnable end = () -> response.end(chunk("{}", "\"stop\"") + "data: [DONE]\n\n");
                    if (body.toJsonObject().getString("model").equals("slow")) {
                        lastWords.thenRun(end);
                    } else {
                        end.run();
                    }
                });
            default -> response.setStatusCode(404).end("404 page not found");
        }
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"llama3.2\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
