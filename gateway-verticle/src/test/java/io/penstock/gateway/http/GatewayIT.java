package io.penstock.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of odd manners or at odd moments get, from a gateway on a real port. */
class GatewayIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = new GatewayFixture(directory, "readTimeout: 1s");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aRequestThatIsBeingReadIsWaitedForWhenTheNodeDrains() {
        try (RawHttp http = half(ChatClient.request("now", "hi").encode())) {
            Future<Void> drained = fixture.gateway.drain();
            assertEquals(200, fixture.client.get("/v1/models").status());
            assertFalse(drained.isComplete());
            http.send(rest(ChatClient.request("now", "hi").encode()));
            assertEquals(200, http.answer(SOON).status());
            drained.await();
        }
    }

    @Test
    void aRequestThatIsBeingReadIsAnsweredWhenDrainingTakesTooLong() {
        try (RawHttp http = half(ChatClient.request("now", "hi").encode())) {
            fixture.gateway.abort().await();
            HttpAnswer answer = http.answer(SOON);
            assertEquals(503, answer.status(), answer::toString);
            assertEquals("draining", answer.json().getJsonObject("error").getString("code"));
        }
        assertFalse(fixture.holdsBodies());
    }

    @Test
    void aStreamOverHttp10EndsWithItsConnection() {
        String body = ChatClient.streamRequest("now", "hi").encode();
        try (RawHttp http = RawHttp.connect(fixture.port)) {
            http.send("POST " + CHAT + " HTTP/1.0\r\nconnection: keep-alive\r\ncontent-type: application/json\r\n"
                    + "content-length: " + body.length() + "\r\n\r\n" + body);
            assertEquals(GatewayFixture.CONTENT, http.answer(SOON).text());
        }
    }

    @Test
    void aRequestThatNoWorkerTookCountsNoAttempt() {
        HttpAnswer answer = fixture.client.chat("refused", "hi");
        assertEquals("no_worker", answer.json().getJsonObject("error").getString("code"), answer::toString);
        assertEquals("0", answer.header("x-penstock-attempts"));
    }

    @Test
    void aProvidersOwnCodesMakeNoSeries() {
        for (String code : List.of("weird_1", "weird_2")) {
            fixture.failure = Failure.passing(ApiErrors.providerError("it broke", code));
            HttpAnswer answer = fixture.client.chat("failing", "hi");
            assertEquals(code, answer.json().getJsonObject("error").getString("code"), answer::toString);
        }
        assertEquals(
                1, fixture.meters.get("penstock.attempt.failures").counters().size());
    }

    /** Another key would have been tried at once; that is nothing for the client to do. */
    @Test
    void aPauseBetweenPenstocksOwnAttemptsIsNotTheClients() {
        fixture.failure = Failure.passing(ApiErrors.providerAuth("w").withRetryAfter(0));
        HttpAnswer answer = fixture.client.chat("failing", "hi");
        assertEquals(502, answer.status(), answer::toString);
        assertNull(answer.header("retry-after"));
    }

    @Test
    void aSecondHeadThatStandsStillIsGivenUpToo() {
        try (RawHttp http = RawHttp.connect(fixture.port)) {
            http.post(CHAT, ChatClient.request("now", "hi").encode());
            assertEquals(200, http.answer(SOON).status());
            http.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nautho");
            http.awaitClose(SOON);
        }
    }

    @Test
    void aConnectionThatWaitsForItsAnswerIsNotIdle() {
        try (RawHttp http = RawHttp.connect(fixture.port)) {
            http.post(CHAT, ChatClient.request("now", "hi").encode());
            assertEquals(200, http.answer(SOON).status());
            http.post(CHAT, ChatClient.request("held", "hi").encode());
            Await.until(() -> "the offer", () -> !fixture.held.isEmpty(), SOON);
            after(4500); // more than a connection may rest between requests
            fixture.answer(fixture.held.get(0));
            assertEquals(200, http.answer(SOON).status());
        }
    }

    /** A late body costs its own stream, and none of the others on the connection. */
    @Test
    void anHttp2RequestThatIsGivenUpLeavesItsConnectionAlone() {
        HttpClient http2 = fixture.vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultPort(fixture.port)
                .setDefaultHost("127.0.0.1"));
        HttpClientRequest stream =
                http2.request(HttpMethod.POST, CHAT).await().putHeader("content-type", "application/json");
        AtomicBoolean closed = new AtomicBoolean();
        stream.connection().closeHandler(v -> closed.set(true));
        Future<Buffer> answer =
                stream.send(ChatClient.streamRequest("held", "hi").toBuffer()).compose(HttpClientResponse::body);
        Await.until(() -> "the offer", () -> !fixture.held.isEmpty(), SOON);

        HttpClientRequest late =
                http2.request(HttpMethod.POST, CHAT).await().putHeader("content-type", "application/json");
        late.setChunked(true);
        late.write("{").await();
        HttpClientResponse refused = late.response().await();
        assertEquals(408, refused.statusCode());
        assertNull(refused.getHeader("connection"));

        after(5500); // more than a client gets to end a body that nobody reads
        assertFalse(closed.get());
        fixture.answer(fixture.held.get(0));
        assertEquals(GatewayFixture.CONTENT, answer.await().toString());
    }

    /** A connection on which half of a request has come. */
    private RawHttp half(String body) {
        RawHttp http = RawHttp.connect(fixture.port);
        http.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length() + "\r\n\r\n" + body.substring(0, 5));
        Await.until(() -> "the request's head", () -> fixture.holdsBodies(), SOON);
        return http;
    }

    private static String rest(String body) {
        return body.substring(5);
    }

    private void after(long millis) {
        fixture.vertx.timer(millis).await();
    }
}
