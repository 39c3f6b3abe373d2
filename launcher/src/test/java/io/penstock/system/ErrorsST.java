package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets for requests that Penstock itself refuses. */
class ErrorsST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"]");
    private static final ClientKey FEW = new ClientKey("few", "models: [\"fast-*\"]");
    private static final ClientKey OLD = new ClientKey("old", "models: [\"*\"], expires: 2020-01-01T00:00:00Z");
    private static final ClientKey TWO = new ClientKey("two", "models: [\"*\"], limits: { requestsPerMinute: 2 }");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static NodeConfig config;
    private static ChatClient client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        String routes = new CaseModels(upstream)
                .echo("echo", "")
                .each("counted", "fast-one")
                .yaml();
        config = NodeConfig.node("strict")
                .authByKeys()
                .http("maxBody: 1MiB, readTimeout: 2s")
                .with(routes)
                .with(ClientKey.yaml(ALL, FEW, OLD, TWO));
        node = config.start(directory);
        client = new ChatClient(config.httpPort(), ALL.key());
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{" + MESSAGES + "}| model",
                "{\"model\":\"\"," + MESSAGES + "}| model",
                "{\"model\":7," + MESSAGES + "}| model",
                "{\"model\":null," + MESSAGES + "}| model",
                "{\"model\":\"echo\"}| messages",
                "{\"model\":\"echo\",\"messages\":[]}| messages",
                "{\"model\":\"echo\",\"messages\":\"hi\"}| messages",
                "{\"model\":\"echo\",\"messages\":[\"hi\"]}| messages[0]",
                "{\"model\":\"echo\",\"messages\":[{\"content\":\"hi\"}]}| messages[0].role",
                "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":5}]}"
                        + "| messages[1].role",
                "{\"model\":\"echo\"," + MESSAGES + ",\"temperature\":2.1}| temperature",
                "{\"model\":\"echo\"," + MESSAGES + ",\"temperature\":-0.1}| temperature",
                "{\"model\":\"echo\"," + MESSAGES + ",\"temperature\":\"hot\"}| temperature",
                "{\"model\":\"echo\"," + MESSAGES + ",\"top_p\":1.5}| top_p",
                "{\"model\":\"echo\"," + MESSAGES + ",\"presence_penalty\":3}| presence_penalty",
                "{\"model\":\"echo\"," + MESSAGES + ",\"frequency_penalty\":-3}| frequency_penalty",
                "{\"model\":\"echo\"," + MESSAGES + ",\"n\":0}| n",
                "{\"model\":\"echo\"," + MESSAGES + ",\"max_tokens\":0}| max_tokens",
                "{\"model\":\"echo\"," + MESSAGES + ",\"stop\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}| stop",
                "{\"model\":\"echo\"," + MESSAGES + ",\"stream\":\"yes\"}| stream",
                "[1,2]| -",
                "\"text\"| -",
                "{\"model\":\"echo\",| -",
                "not json| -",
                "``| -"
            })
    void aWrongBodyIsRefusedNamingItsField(String body, String param) {
        ErrorAssert.that(client.post(body == null ? "" : body), 400, "invalid_request_error")
                .param(param)
                .lasting();
    }

    @Test
    void nullMeansNotGiven() {
        HttpAnswer answer = client.post("{\"model\":\"echo\"," + MESSAGES
                + ",\"temperature\":null,\"stop\":null,\"n\":null,\"max_tokens\":null,\"stream\":null}");
        assertEquals(200, answer.status(), answer::toString);
    }

    @Test
    void theEdgesOfRangesAreAllowed() {
        HttpAnswer answer = client.post("{\"model\":\"echo\"," + MESSAGES
                + ",\"temperature\":2,\"top_p\":0,\"presence_penalty\":-2.0,\"frequency_penalty\":2,"
                + "\"n\":1,\"max_tokens\":1,\"stop\":[\"1\",\"2\",\"3\",\"4\"]}");
        assertEquals(200, answer.status(), answer::toString);
    }

    @Test
    void aMissingUnknownOrExpiredKeyIsRefused() {
        String body = "{\"model\":\"echo\"," + MESSAGES + "}";
        ChatClient anonymous = ChatClient.of(config.httpPort());
        for (HttpAnswer answer : new HttpAnswer[] {
            anonymous.post(body),
            anonymous.post(body, "authorization", "Basic abc"),
            anonymous.post(body, "authorization", "Bearer "),
            client.withKey("sk-pen-unknown").post(body),
            client.withKey(ALL.key() + "x").post(body),
            client.withKey(OLD.key()).post(body),
            anonymous.get("/v1/models")
        }) {
            ErrorAssert.that(answer, 401, "authentication_error")
                    .code("invalid_api_key")
                    .messageWithout("sk-pen-unknown")
                    .lasting();
        }
    }

    @Test
    void aModelThatTheKeyMayNotUseIsForbidden() {
        ErrorAssert.that(client.withKey(FEW.key()).chat("echo", "hi"), 403, "permission_error")
                .code("model_not_allowed")
                .lasting();
        assertEquals(200, client.withKey(FEW.key()).chat("fast-one", "hi").status());
    }

    @Test
    void anUnknownModelIsNamedAsInTheReference() {
        ErrorAssert.that(client.chat("invalid-model", "hi"), 404, "invalid_request_error")
                .code("model_not_found")
                .param("model")
                .message("The model 'invalid-model' does not exist")
                .lasting();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo/x\r\nevil: 1", "echo/\u0000", "echo/ x", "echo/x ", "echo/", "nobody/x"})
    void aNameThatNoModelCanHaveIsUnknown(String model) {
        ErrorAssert.that(client.chat(model, "hi"), 404, "invalid_request_error")
                .code("model_not_found")
                .param("model")
                .lasting();
    }

    @Test
    void aCompressedBodyIsRefused() {
        String body = "{\"model\":\"echo\"," + MESSAGES + "}";
        ErrorAssert.that(client.post(body, "content-encoding", "gzip"), 415, "invalid_request_error")
                .code("unsupported_media_type")
                .message("gzip")
                .lasting();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/embeddings", "/v1/chat/completions/x", "/v2/models", "/favicon.ico"})
    void anUnknownPathIsNotFound(String path) {
        ErrorAssert.that(client.get(path), 404, "not_found_error")
                .code("unknown_url")
                .lasting();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, POST",
        "PUT, /v1/chat/completions, POST",
        "DELETE, /v1/models, GET",
        "POST, /v1/models/echo, GET"
    })
    void aWrongMethodIsRefusedNamingTheRightOnes(String method, String path, String allowed) {
        byte[] body = method.equals("GET") || method.equals("DELETE") ? null : "{}".getBytes(StandardCharsets.UTF_8);
        HttpAnswer answer = client.send(method, path, body);
        ErrorAssert.that(answer, 405, "invalid_request_error")
                .code("method_not_allowed")
                .lasting();
        assertTrue(String.valueOf(answer.header("allow")).contains(allowed), answer::toString);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBodyThatDoesNotComeWithinTheReadTimeoutIsGivenUp() {
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            http.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + ALL.key()
                    + "\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"model\":");
            long start = System.nanoTime();
            ErrorAssert.that(http.answer(SOON), 408, "timeout_error").code("request_timeout");
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.toMillis() >= 1500 && took.toMillis() < 6000, () -> "after " + took);
            http.awaitClose(SOON);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRequestHeadThatDoesNotComeIsGivenUp() {
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            http.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nautho");
            http.awaitClose(SOON);
        }
    }

    @Test
    void aBodyAboveTheLimitIsRefused() {
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            http.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + ALL.key()
                    + "\r\ncontent-type: application/json\r\ncontent-length: 2000000\r\n\r\n{");
            ErrorAssert.that(http.answer(SOON), 413, "invalid_request_error")
                    .code("request_too_large")
                    .lasting();
        }
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            http.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + ALL.key()
                    + "\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n");
            http.send(Integer.toHexString(1024 * 1024 + 10) + "\r\n").send(new byte[1024 * 1024 + 10]);
            ErrorAssert.that(http.answer(SOON), 413, "invalid_request_error").code("request_too_large");
        }
    }

    @Test
    void aBodyThatIsNotJsonByItsTypeIsRefused() {
        String body = "{\"model\":\"echo\"," + MESSAGES + "}";
        ErrorAssert.that(client.post(body, "content-type", "text/plain"), 415, "invalid_request_error")
                .code("unsupported_media_type")
                .lasting();
        assertEquals(
                200,
                client.post(body, "content-type", "Application/JSON;charset=UTF-8")
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /v1/models HTTP/9.9\r\nhost: x\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: abc\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\n\r\n",
                "GET /v1/models/%zz HTTP/1.1\r\nhost: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nhost: x\r\n\r\n"
            })
    void malformedHttpGetsAnErrorInTheSameForm(String bytes) {
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            HttpAnswer answer = http.send(bytes).answer(SOON);
            assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
            ErrorAssert.that(
                    answer,
                    answer.status(),
                    answer.json().getJsonObject("error").getString("type"));
        }
        assertEquals(200, client.chat("echo", "hi").status(), "the node goes on");
    }

    @Test
    void headersThatAreTooLongGetAnErrorInTheSameForm() {
        HttpAnswer answer = client.get("/v1/models", "x-long", "x".repeat(20_000));
        assertTrue(answer.status() == 431 || answer.status() == 400, answer::toString);
        ErrorAssert.that(answer, answer.status(), "invalid_request_error");
        String uri = "/v1/models/" + "x".repeat(10_000);
        HttpAnswer tooLong = client.get(uri);
        assertTrue(tooLong.status() == 414 || tooLong.status() == 400, tooLong::toString);
        ErrorAssert.that(tooLong, tooLong.status(), "invalid_request_error");
    }

    @Test
    void requestsAboveTheLimitAreRefusedAndDoNotReachTheProvider() {
        ChatClient two = client.withKey(TWO.key());
        HttpAnswer first = two.chat("counted", "hi");
        assertEquals("2", first.header("x-ratelimit-limit-requests"), first::toString);
        assertEquals("1", first.header("x-ratelimit-remaining-requests"), first::toString);
        assertEquals("0", two.chat("counted", "hi").header("x-ratelimit-remaining-requests"));
        HttpAnswer refused = two.chat("counted", "hi");
        ErrorAssert.that(refused, 429, "rate_limit_exceeded")
                .code("requests")
                .message("2")
                .header("x-ratelimit-remaining-requests", "0");
        long seconds = Long.parseLong(String.valueOf(refused.header("retry-after")));
        long millis = Long.parseLong(String.valueOf(refused.header("retry-after-ms")));
        assertTrue(seconds >= 1 && seconds <= 61, refused::toString);
        assertEquals(seconds, (millis + 999) / 1000, refused::toString);
        assertNotNull(refused.header("x-ratelimit-reset-requests"), refused::toString);
        assertNotNull(refused.header("x-request-id"), refused::toString);
        assertEquals(2, upstream.calls("counted").size());
    }
}
