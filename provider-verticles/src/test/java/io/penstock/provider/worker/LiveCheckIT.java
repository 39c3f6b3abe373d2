package io.penstock.provider.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.check.KeyFinding;
import io.penstock.shared.check.KeyFinding.Outcome;
import io.penstock.shared.check.ProviderCheck;
import io.penstock.shared.config.Config;
import io.penstock.shared.config.yaml.ConfigLoader;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking providers whether they accept their keys. */
class LiveCheckIT {

    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    private int port;

    @BeforeEach
    void start() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
        port = server.actualPort();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void saysOfEachKeyOfEachProviderWhetherItWorks() {
        Config config = config("""
                providers:
                  echo: { type: echo }
                  up: { baseUrl: "http://127.0.0.1:%1$d/v1", apiKeys: [ "${GOOD}", "${UNSET}", "${BAD}", "${BROKEN}" ] }
                  off: { type: groq }
                  away: { baseUrl: "http://127.0.0.1:%2$d/v1", apiKeys: [ "${GOOD}" ] }
                  open: { type: vllm, baseUrl: "http://127.0.0.1:%1$d/open" }
                """.formatted(port, Ports.free()));
        List<KeyFinding> findings = check().check(config, TIMEOUT);
        assertEquals(
                List.of("up 0 WORKS", "up 2 REFUSED", "up 3 UNCLEAR", "away 0 UNREACHABLE", "open -1 WORKS"),
                findings.stream()
                        .map(each -> each.provider() + " " + each.key() + " " + each.outcome())
                        .toList());
        String refused = findings.get(1).detail();
        assertTrue(refused.contains("401") && refused.contains("Incorrect API key provided"), refused);
        assertFalse(findings.toString().contains("sk-bad"), findings::toString);
        assertEquals("", findings.get(0).detail());
    }

    @Test
    void waitsForNoneOfThemLongerThanForOne() {
        Config config = config("""
                providers:
                  silent: { baseUrl: "http://127.0.0.1:%1$d/silent", apiKeys: [ a, b, c ] }
                  another: { baseUrl: "http://127.0.0.1:%1$d/silent", apiKeys: [ a ] }
                  stalled: { baseUrl: "http://127.0.0.1:%1$d/stalled", apiKeys: [ a ] }
                """.formatted(port));
        long began = System.nanoTime();
        List<KeyFinding> findings = check().check(config, Duration.ofMillis(700));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertEquals(5, findings.size());
        assertTrue(findings.stream().allMatch(each -> each.outcome() == Outcome.UNREACHABLE), findings::toString);
        assertTrue(took.toMillis() < 2 * 700, () -> "took " + took);
    }

    private static ProviderCheck check() {
        return ServiceLoader.load(ProviderCheck.class).findFirst().orElseThrow();
    }

    private Config config(String sections) {
        Map<String, String> env = Map.of("GOOD", "sk-good-key", "BAD", "sk-bad-key-123", "BROKEN", "sk-broken-key");
        return ConfigLoader.load(NodeConfig.node("n").with(sections).writeTo(directory), env::get);
    }

    private void answer(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/silent")) {
            return;
        }
        var response = request.response();
        if (path.startsWith("/stalled")) {
            response.setChunked(true).write("{");
            return;
        }
        String key = String.valueOf(request.getHeader("authorization"));
        switch (path.startsWith("/open") ? "Bearer sk-good-key" : key) {
            case "Bearer sk-good-key" -> response.end("{\"object\":\"list\",\"data\":[]}");
            case "Bearer sk-bad-key-123" ->
                response.setStatusCode(401)
                        .end("{\"error\":{\"message\":\"Incorrect API key provided: sk-bad-key-123.\",\"type\":"
                                + "\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}");
            default -> response.setStatusCode(500).end("oops");
        }
    }
}
