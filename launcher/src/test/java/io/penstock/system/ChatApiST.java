package io.penstock.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.testkit.Answer;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.ChatStream;
import io.penstock.testkit.Chunks;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.NodeConfig;
import io.penstock.testkit.NodeProcess;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.ScriptedUpstream;
import io.penstock.testkit.SseClient;
import io.penstock.testkit.UpstreamCall;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of one all-in-one node gets when all goes well. */
class ChatApiST {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ClientKey ALL = new ClientKey("all", "models: [\"*\"], limits: { requestsPerMinute: 10000 }");
    private static final ClientKey FEW = new ClientKey("few", "models: [\"fast-*\", \"gpt-direct/*\"]");

    @TempDir
    static Path directory;

    private static ScriptedUpstream upstream;
    private static NodeProcess node;
    private static ChatClient client;
    private static NodeConfig config;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start();
        String routes = new CaseModels(upstream)
                .echo("echo", "")
                .each("gpt-direct", "fast-one", "fast-two")
                .two("public-name", "")
                .yaml();
        config = NodeConfig.node("solo").authByKeys().with(routes).with(ClientKey.yaml(ALL, FEW));
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

    @Test
    void echoAnswersPlainlyInOpenAiForm() {
        HttpAnswer answer = client.chat("echo", "say hello world");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("hello world", answer.content());
        JsonObject body = answer.json();
        assertEquals("chat.completion", body.getString("object"));
        assertEquals("echo", body.getString("model"));
        assertTrue(body.getString("id").length() > 3);
        assertTrue(body.getLong("created") > 1_600_000_000L);
        JsonObject choice = answer.choice(0);
        assertEquals(0, choice.getInteger("index"));
        assertEquals("stop", choice.getString("finish_reason"));
        assertEquals("assistant", choice.getJsonObject("message").getString("role"));
        assertTrue(choice.containsKey("logprobs") && choice.getValue("logprobs") == null);
        assertTrue(choice.getJsonObject("message").containsKey("refusal"));
        JsonObject usage = body.getJsonObject("usage");
        assertTrue(usage.getInteger("prompt_tokens") > 0);
        assertTrue(usage.getInteger("completion_tokens") > 0);
        assertEquals(
                usage.getInteger("prompt_tokens") + usage.getInteger("completion_tokens"),
                usage.getInteger("total_tokens"));
    }

    @Test
    void echoAnswersWithTheLastUserMessage() {
        JsonArray messages = new JsonArray()
                .add(message("system", "be brief"))
                .add(message("user", "first"))
                .add(message("assistant", "answer"))
                .add(message("user", "Grüße, 世界 🌍"));
        HttpAnswer answer = client.post(
                new JsonObject().put("model", "echo").put("messages", messages).encode());
        assertEquals("Grüße, 世界 🌍", answer.content());
    }

    @Test
    void echoStreamsTheSameTextAsItAnswersPlainly() {
        ChatStream stream = client.streamed(ChatClient.streamRequest("echo", "count from 1 to 30"));
        assertEquals(client.chat("echo", "count from 1 to 30").content(), stream.content());
        assertEquals("stop", stream.finishReason());
        assertTrue(stream.chunks().size() > 10, "token by token");
        assertNull(stream.usage(), "usage was not asked for");
    }

    @Test
    void usageComesAtTheEndOfAStreamThatAsksForIt() {
        JsonObject request = ChatClient.streamRequest("echo", "hi")
                .put("stream_options", new JsonObject().put("include_usage", true));
        JsonObject usage = client.streamed(request).usage();
        assertNotNull(usage);
        assertTrue(usage.getInteger("completion_tokens") > 0);
        JsonObject off = ChatClient.streamRequest("echo", "hi")
                .put("stream_options", new JsonObject().put("include_usage", false));
        assertNull(client.streamed(off).usage());
    }

    @Test
    void severalChoicesComePlainlyAndStreamed() {
        HttpAnswer plain =
                client.post(ChatClient.request("echo", "say hi").put("n", 3).encode());
        assertEquals(3, plain.json().getJsonArray("choices").size());
        for (int i = 0; i < 3; i++) {
            assertEquals(i, plain.choice(i).getInteger("index"));
            assertEquals("hi", plain.choice(i).getJsonObject("message").getString("content"));
        }
        ChatStream stream =
                client.streamed(ChatClient.streamRequest("echo", "say hi").put("n", 2));
        assertEquals(Set.of(0, 1), stream.choices());
        assertEquals("hi", stream.content(0));
        assertEquals("hi", stream.content(1));
    }

    @Test
    void aStopSequenceEndsTheAnswerBeforeIt() {
        JsonObject request =
                ChatClient.request("echo", "say one two STOP three").put("stop", "STOP");
        HttpAnswer answer = client.post(request.encode());
        assertEquals("one two", answer.content().strip());
        assertEquals("stop", answer.choice(0).getString("finish_reason"));
        request.put("stop", new JsonArray().add("nothing").add("two"));
        assertEquals("one", client.post(request.encode()).content().strip());
        assertEquals(
                "one",
                client.streamed(request.copy().put("stream", true)).content().strip());
    }

    @Test
    void maxTokensCutsTheAnswerWithLength() {
        JsonObject request = ChatClient.request("echo", "write 50 words").put("max_tokens", 5);
        HttpAnswer answer = client.post(request.encode());
        assertEquals("length", answer.choice(0).getString("finish_reason"), answer::toString);
        assertEquals(5, answer.json().getJsonObject("usage").getInteger("completion_tokens"));
        assertEquals(
                "length", client.streamed(request.copy().put("stream", true)).finishReason());
    }

    @Test
    void aKeySeesJustTheModelsItMayUse() {
        HttpAnswer all = client.get("/v1/models");
        assertEquals(200, all.status(), all::toString);
        assertEquals("list", all.json().getString("object"));
        assertEquals(Set.of("echo", "gpt-direct", "fast-one", "fast-two", "public-name"), ids(all));
        JsonObject first = all.json().getJsonArray("data").getJsonObject(0);
        assertEquals("model", first.getString("object"));
        assertTrue(first.getValue("created") instanceof Number);
        assertTrue(first.getValue("owned_by") instanceof String);
        ChatClient few = client.withKey(FEW.key());
        assertEquals(Set.of("fast-one", "fast-two"), ids(few.get("/v1/models")));
        assertEquals("fast-one", few.get("/v1/models/fast-one").json().getString("id"));
        assertEquals("echo", client.get("/v1/models/echo").json().getString("id"));
        int hidden = few.get("/v1/models/echo").status();
        assertTrue(hidden == 404 || hidden == 403, () -> "status " + hidden);
        assertEquals(404, client.get("/v1/models/no-such-model").status());
    }

    @Test
    void pathsWorkWithoutTheirVersion() {
        String body = ChatClient.request("echo", "say hi").encode();
        assertEquals("hi", client.postTo("/chat/completions", body).content());
        assertEquals(ids(client.get("/v1/models")), ids(client.get("/models")));
        assertEquals("echo", client.get("/models/echo").json().getString("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "x-api-key"})
    void otherKeyHeadersAreTaken(String header) {
        ChatClient anonymous = ChatClient.of(config.httpPort());
        String body = ChatClient.request("echo", "say hi").encode();
        assertEquals("hi", anonymous.post(body, header, ALL.key()).content());
        assertEquals(401, anonymous.post(body, header, "sk-pen-wrong").status());
        assertEquals(
                "hi",
                anonymous.post(body, "authorization", "bearer " + ALL.key()).content());
    }

    @Test
    void corsPreflightNeedsNoKeyAndAllowsWhatIsAskedFor() {
        HttpAnswer preflight = ChatClient.of(config.httpPort())
                .send(
                        "OPTIONS",
                        "/v1/chat/completions",
                        null,
                        "origin",
                        "https://app.example",
                        "access-control-request-method",
                        "POST",
                        "access-control-request-headers",
                        "authorization,content-type,x-stainless-os");
        assertTrue(preflight.status() == 200 || preflight.status() == 204, preflight::toString);
        assertNotNull(preflight.header("access-control-allow-origin"));
        assertTrue(lower(preflight, "access-control-allow-methods").contains("post"), preflight::toString);
        String allowed = lower(preflight, "access-control-allow-headers");
        for (String name : new String[] {"authorization", "content-type", "x-stainless-os"}) {
            assertTrue(allowed.contains(name), preflight::toString);
        }
    }

    @Test
    void corsExposesTheHeadersThatClientsReadOnErrorsToo() {
        String body = ChatClient.request("echo", "hi").encode();
        HttpAnswer answer = client.post(body, "origin", "https://app.example");
        HttpAnswer refused = ChatClient.of(config.httpPort()).post(body, "origin", "https://app.example");
        assertEquals(401, refused.status());
        for (HttpAnswer each : new HttpAnswer[] {answer, refused}) {
            assertNotNull(each.header("access-control-allow-origin"), each::toString);
            String exposed = lower(each, "access-control-expose-headers");
            for (String name : new String[] {
                "x-ratelimit-limit-requests",
                "x-ratelimit-remaining-tokens",
                "retry-after",
                "x-request-id",
                "x-penstock-provider"
            }) {
                assertTrue(exposed.contains(name), () -> name + " in " + exposed);
            }
        }
    }

    @Test
    void aRequestIdIsEchoedWhereItIsFitAndMadeWhereItIsNot() {
        String body = ChatClient.request("echo", "hi").encode();
        assertEquals("my-id-42", client.post(body, "x-request-id", "my-id-42").header("x-request-id"));
        String tooLong = "x".repeat(129);
        String made = client.post(body, "x-request-id", tooLong).header("x-request-id");
        assertNotNull(made);
        assertNotEquals(tooLong, made);
        String other = client.post(body).header("x-request-id");
        assertNotNull(other);
        assertNotEquals(made, other);
        assertNotEquals(
                "with space", client.post(body, "x-request-id", "with space").header("x-request-id"));
        assertEquals("bad-1", client.post("{}", "x-request-id", "bad-1").header("x-request-id"), "errors too");
    }

    @Test
    void responsesSayWhoAnsweredAndHowLongItTook() {
        HttpAnswer plain = client.chat("gpt-direct", "hi");
        assertEquals("gpt-direct", plain.header("x-penstock-provider"), plain::toString);
        assertNotNull(plain.header("x-penstock-model"), plain::toString);
        assertEquals("1", plain.header("x-penstock-attempts"), plain::toString);
        assertTrue(Integer.parseInt(String.valueOf(plain.header("openai-processing-ms"))) >= 0, plain::toString);
        assertEquals("10000", plain.header("x-ratelimit-limit-requests"), plain::toString);
        assertTrue(Integer.parseInt(String.valueOf(plain.header("x-ratelimit-remaining-requests"))) < 10000);
        assertTrue(
                String.valueOf(plain.header("x-ratelimit-reset-requests"))
                        .matches("[0-9.]+ms|([0-9]+m)?[0-9.]+s|[0-9]+m"),
                plain::toString);
        try (SseClient stream = client.stream("gpt-direct", "hi")) {
            HttpAnswer head = stream.head();
            assertEquals("gpt-direct", head.header("x-penstock-provider"), head::toString);
            assertEquals("1", head.header("x-penstock-attempts"), head::toString);
            assertNotNull(head.header("x-request-id"), head::toString);
            assertEquals("10000", head.header("x-ratelimit-limit-requests"), head::toString);
            assertTrue(ChatStream.complete(stream.rest(SOON), "gpt-direct")
                            .content()
                            .length()
                    > 0);
        }
    }

    @Test
    void theUpstreamGetsTheClientsBytesButForTheModel() {
        String body = """
                { "messages" : [ {"role":"user","content":"caf\\u00e9 \\/ \\"q\\" 世界"} ],
                \t"big": 9007199254740993, "one": 1.0, "exp": 1E+2, "model": "public-name",
                \t"nested": {"model": "public-name", "deep": [1.10, null, true]} }""";
        HttpAnswer answer = client.post(body);
        assertEquals(200, answer.status(), answer::toString);
        UpstreamCall call = upstream.awaitCall("public-name-a", SOON);
        assertEquals(body.replace("\"model\": \"public-name\",\n", "\"model\": \"public-name-a\",\n"), call.text());
        assertEquals("/v1/chat/completions", call.uri());
        assertEquals("Bearer " + CaseModels.secretOf("public-name-a"), call.header("authorization"));
        assertTrue(
                call.headers().entries().stream()
                        .noneMatch(header -> header.getValue().contains(ALL.key())),
                "the client's key stays here");
        assertEquals("public-name", answer.json().getString("model"));
    }

    @Test
    void aStreamedRequestKeepsItsUnknownFieldsToo() {
        String body = "{\"stream\":true,\"model\":\"fast-one\",\"big\":9007199254740993,\"one\":1.0,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"caf\\u00e9\"}]}";
        ChatStream stream;
        try (SseClient events = SseClient.post(
                config.httpPort(), "/v1/chat/completions", body, "authorization", "Bearer " + ALL.key())) {
            stream = ChatStream.complete(events.rest(SOON), "fast-one");
        }
        assertEquals("ok", stream.content());
        assertNull(stream.usage(), "the usage that Penstock asks for is its own");
        UpstreamCall call = upstream.awaitCall("fast-one", SOON);
        for (String kept : new String[] {"\"big\":9007199254740993", "\"one\":1.0", "\"caf\\u00e9\""}) {
            assertTrue(call.text().contains(kept), call::text);
        }
        assertEquals(true, call.json().getJsonObject("stream_options").getBoolean("include_usage"), call::text);
    }

    @Test
    void unknownFieldsOfAnAnswerReachTheClient() {
        String answer = Chunks.completion("gpt-upstream-2024", "hi")
                .replaceFirst("\\{", "{\"service_tier\":\"default\",\"x_big\":9007199254740993,");
        upstream.script("gpt-direct", Answer.json(answer));
        HttpAnswer got = client.chat("gpt-direct", "hi");
        assertTrue(got.text().contains("9007199254740993"), got::toString);
        assertEquals("default", got.json().getString("service_tier"));
        assertEquals("gpt-direct", got.json().getString("model"));
        upstream.script("gpt-direct", Answer.completion("ok"));
    }

    @Test
    void aModelCanBeNamedByItsProvider() {
        HttpAnswer answer = client.chat("gpt-direct/some-model", "hi");
        assertEquals(200, answer.status(), answer::toString);
        assertEquals("gpt-direct/some-model", answer.json().getString("model"));
        assertEquals("some-model", upstream.awaitCall("some-model", SOON).model());
        ChatClient few = client.withKey(FEW.key());
        assertEquals(200, few.chat("gpt-direct/other", "hi").status());
        ErrorAssert.that(few.chat("public-name-a/other", "hi"), 403, "permission_error")
                .code("model_not_allowed");
        ErrorAssert.that(client.chat("no-such-provider/x", "hi"), 404, "invalid_request_error")
                .code("model_not_found");
    }

    @Test
    void http2WorksByUpgrade() throws Exception {
        java.net.http.HttpClient http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_2)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + config.httpPort() + "/v1/models"))
                .header("authorization", "Bearer " + ALL.key())
                .timeout(SOON)
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        assertEquals(java.net.http.HttpClient.Version.HTTP_2, response.version());
    }

    @Test
    void http2WorksByPriorKnowledgeForStreamsToo() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient http = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            RequestOptions options = new RequestOptions()
                    .setHost("127.0.0.1")
                    .setPort(config.httpPort())
                    .setMethod(HttpMethod.POST)
                    .setURI("/v1/chat/completions")
                    .putHeader("content-type", "application/json")
                    .putHeader("authorization", "Bearer " + ALL.key());
            String body = ChatClient.streamRequest("echo", "say hello").encode();
            String events = http.request(options)
                    .compose(request -> request.send(body))
                    .compose(response -> {
                        assertEquals(HttpVersion.HTTP_2, response.version());
                        assertEquals(200, response.statusCode());
                        return response.body();
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .toString();
            assertTrue(events.endsWith("data: [DONE]\n\n"), events);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void bodiesOfFiveMegabytesPassIntact() {
        String text = "0123456789abcde\n".repeat(5 * 1024 * 1024 / 16);
        upstream.script("fast-two", Answer.json(Chunks.completion("fast-two", text)));
        String body = ChatClient.request("fast-two", text).encode();
        HttpAnswer answer = client.post(body);
        assertEquals(200, answer.status());
        assertTrue(text.equals(answer.content()), "the answer of 5 MB came changed");
        UpstreamCall call = upstream.awaitCall("fast-two", SOON);
        assertArrayEquals(body.getBytes(StandardCharsets.UTF_8), call.body());
    }

    @Test
    void aRequestBodyMayComeInChunksAndWithContinue() {
        byte[] body = ChatClient.request("echo", "say in pieces").encode().getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            http.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + ALL.key()
                    + "\r\ncontent-type: application/json; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n");
            for (int at = 0; at < body.length; at += 7) {
                byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + 7));
                http.send(Integer.toHexString(piece.length) + "\r\n")
                        .send(piece)
                        .send("\r\n");
            }
            http.send("0\r\n\r\n");
            assertEquals("in pieces", http.answer(SOON).content());
            http.request(
                    "POST",
                    "/v1/chat/completions",
                    null,
                    "authorization",
                    "Bearer " + ALL.key(),
                    "content-type",
                    "application/json",
                    "content-length",
                    String.valueOf(body.length),
                    "expect",
                    "100-continue");
            http.send(body);
            assertEquals("in pieces", http.answer(SOON).content());
        }
    }

    @Test
    void aConnectionServesManyRequests() {
        byte[] body = ChatClient.request("echo", "say hi").encode().getBytes(StandardCharsets.UTF_8);
        try (RawHttp http = RawHttp.connect(config.httpPort())) {
            for (int i = 0; i < 20; i++) {
                http.request("POST", "/v1/chat/completions", body, "authorization", "Bearer " + ALL.key());
                assertEquals("hi", http.answer(SOON).content());
            }
        }
    }

    @Test
    void healthAndMetricsAreOnTheAdminPortOnly() {
        ChatClient admin = ChatClient.of(config.adminPort());
        assertEquals(200, admin.get("/healthz").status());
        assertEquals(200, admin.get("/readyz").status());
        HttpAnswer metrics = admin.get("/metrics");
        assertEquals(200, metrics.status());
        assertTrue(metrics.text().contains("# TYPE"), metrics::toString);
        assertTrue(admin.get("/cluster").json().encode().contains("solo"));
        assertEquals(404, client.get("/metrics").status());
        assertEquals(404, client.get("/cluster").status());
        assertFalse(metrics.text().contains(ALL.key()));
    }

    private static Set<String> ids(HttpAnswer models) {
        assertEquals(200, models.status(), models::toString);
        return models.json().getJsonArray("data").stream()
                .map(model -> ((JsonObject) model).getString("id"))
                .collect(Collectors.toSet());
    }

    private static JsonObject message(String role, String content) {
        return new JsonObject().put("role", role).put("content", content);
    }

    private static String lower(HttpAnswer answer, String header) {
        return String.join(",", answer.headers().getAll(header)).toLowerCase(Locale.ROOT);
    }
}
