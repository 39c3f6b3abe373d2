package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.Command;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.Ports;
import io.penstock.testkit.ScriptedUpstream;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes whose configuration says nothing of providers, and what tells a person whether they work. */
class BuiltInProvidersST {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String COMPLETION = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"llama3.2","choices":[{"index":0,"message":\
            {"role":"assistant","content":"from ollama"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,\
            "completion_tokens":1,"total_tokens":2}}""";

    @TempDir
    Path directory;

    @Test
    void theEnvironmentSwitchesProvidersOnAndAnOllamaIsServedWhileItRuns() {
        int port = Ports.free();
        NodeConfig config = NodeConfig.node("bare").with("models: { hi: { targets: [ { provider: mistral } ] } }");
        Vertx vertx = Vertx.vertx();
        try (NodeProcess node = config.command(directory)
                .with("OLLAMA_HOST", "127.0.0.1:" + port)
                .with("GROQ_API_KEY", "very-secret")
                .start()
                .awaitReady(SOON)) {
            ChatClient client = ChatClient.of(config.httpPort());
            assertEquals("hi", client.chat("echo/echo", "say hi").content());
            node.awaitOutput("groq (GROQ_API_KEY), ollama (while it runs here)", SOON);
            node.awaitOutput("mistral (MISTRAL_API_KEY)", SOON);
            assertNotRunning(client.chat("ollama/llama3.2", "hi"));
            ErrorAssert.that(client.chat("hi", "hi"), 503, "service_unavailable")
                    .code("no_worker");
            HttpServer ollama = startOllama(vertx, port);
            Await.until(
                    () -> "Ollama to be found" + node.tail(),
                    () -> client.chat("ollama/llama3.2", "hi").status() == 200,
                    SOON);
            assertEquals("from ollama", client.chat("ollama/llama3.2", "hi").content());
            node.awaitOutput("ollama/llama3.2:latest", SOON);
            ollama.close().await();
            Await.until(
                    () -> "Ollama to be gone" + node.tail(),
                    () -> client.chat("ollama/llama3.2", "hi").status() == 503,
                    SOON);
            assertNotRunning(client.chat("ollama/llama3.2", "hi"));
            assertFalse(node.output().contains("very-secret"), node::tail);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void checkLiveTellsWhichKeysWork() {
        try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
            Path file = NodeConfig.node("live")
                    .with("providers: { up: { baseUrl: \"%s\", apiKeys: [ \"${THE_KEY}\" ] }, off: { type: groq } }"
                            .formatted(upstream.baseUrl()))
                    .writeTo(directory);
            try (NodeProcess good = check(file)) {
                assertEquals(0, good.awaitExit(SOON), good::tail);
                assertTrue(good.output().matches("(?s).*up +apiKeys\\[0] +THE_KEY +works\\s.*"), good::tail);
                assertTrue(good.output().contains("disabled: GROQ_API_KEY is not set"), good::tail);
            }
            upstream.queue(Answer.error(401, "Incorrect API key provided: sk-very-secret", "invalid_api_key"));
            try (NodeProcess bad = check(file)) {
                assertEquals(1, bad.awaitExit(SOON), bad::tail);
                assertTrue(bad.output().contains("refused: "), bad::tail);
                assertFalse(bad.output().contains("very-secret"), bad::tail);
                assertFalse(bad.output().contains("\tat "), bad::tail);
            }
        }
    }

    private static NodeProcess check(Path file) {
        return Command.of("check", "--config", file.toString(), "--live")
                .with("THE_KEY", "sk-very-secret")
                .start();
    }

    private static void assertNotRunning(HttpAnswer answer) {
        ErrorAssert.that(answer, 503, "service_unavailable").code("no_worker");
        assertTrue(answer.text().contains("is not running on the machine of any live node"), answer::toString);
    }

    private static HttpServer startOllama(Vertx vertx, int port) {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    String answer =
                            switch (request.path()) {
                                case "/api/version" -> "{\"version\":\"0.12.3\"}";
                                case "/api/tags" -> "{\"models\":[{\"name\":\"llama3.2:latest\"}]}";
                                default -> COMPLETION;
                            };
                    request.response()
                            .putHeader("content-type", "application/json")
                            .end(answer);
                })
                .listen(port, "127.0.0.1")
                .await();
    }
}
