package io.penstock.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.testkit.Await;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.RawHttp;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two attempts at once, in every order in which they can end; the worker is the test. */
class HedgeIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Failure DOWN = Failure.passing(ApiErrors.providerError("it broke", null));

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = new GatewayFixture(directory, "readTimeout: 5s", """
                raced:
                  targets: [ { provider: w, model: held-a }, { provider: w, model: held-b } ]
                  hedge: { after: 20ms }
                  retries: 2
                short:
                  targets: [ { provider: w, model: held-a }, { provider: w, model: held-b } ]
                  hedge: { after: 20ms }
                  timeouts: { firstToken: 400ms, connect: 400ms, idle: 400ms, total: 400ms }
                roomy:
                  targets: [ { provider: w, model: held-a }, { provider: w, model: held-b } ]
                  hedge: { after: 20ms }
                  limits: { tokensPerMinute: 3000 }
                narrow:
                  targets: [ { provider: w, model: held-a }, { provider: w, model: held-b } ]
                  hedge: { after: 20ms }
                  limits: { tokensPerMinute: 1500 }
                """);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private RawHttp ask(String model, String... headers) {
        return fixture.client.start(ChatClient.request(model, "hi"), headers);
    }

    private static JsonObject error(HttpAnswer answer) {
        return answer.json().getJsonObject("error");
    }

    private void assertCancelled(Frame.Open open) {
        Await.until(
                "the cancel of " + open.upstreamModel(),
                () -> fixture.cancelled.get(open.stream()) == Frame.Cancel.Reason.UNWANTED,
                SOON);
    }

    @Test
    void theFirstToBringContentWinsAndTheOtherIsCancelledAtOnce() {
        try (RawHttp http = ask("raced")) {
            Frame.Open first = fixture.offer("held-a", 1);
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.data(second, 0, "{}");
            assertCancelled(first);
            fixture.data(first, 0, "too late");
            fixture.end(second, 1);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("{}", answer.text());
            assertEquals("held-b", answer.header("x-penstock-model"));
            assertEquals("2", answer.header("x-penstock-attempts"));
        }
        assertEquals(
                1,
                fixture.meters
                        .get("penstock.hedges")
                        .tag("model", "raced")
                        .counter()
                        .count());
    }

    @Test
    void theFirstOneMayWinYet() {
        try (RawHttp http = ask("raced")) {
            Frame.Open first = fixture.offer("held-a", 1);
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.data(first, 0, "{}");
            fixture.end(first, 1);
            assertEquals("held-a", http.answer(SOON).header("x-penstock-model"));
            assertCancelled(second);
        }
    }

    @Test
    void aDocumentThatBreaksOffIsAskedForAgainWithinTheBudget() {
        try (RawHttp http = ask("raced")) {
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.data(second, 0, "{ half");
            assertCancelled(fixture.offer("held-a", 1));
            fixture.fail(second, 1, DOWN);
            Frame.Open third = fixture.offer("held-a", 2);
            fixture.data(third, 0, "{}");
            fixture.end(third, 1);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("{}", answer.text());
            assertEquals("3", answer.header("x-penstock-attempts"));
        }
    }

    @Test
    void oneThatFailsLeavesTheOtherOneAlone() {
        try (RawHttp http = ask("raced")) {
            Frame.Open first = fixture.offer("held-a", 1);
            fixture.fail(fixture.offer("held-b", 1), 0, Failure.lasting(ApiErrors.badRequest("messages", "too long")));
            fixture.data(first, 0, "{}");
            fixture.end(first, 1);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("{}", answer.text());
            assertEquals("2", answer.header("x-penstock-attempts"));
        }
    }

    @Test
    void whereBothFailTheBudgetsLastAttemptFollows() {
        try (RawHttp http = ask("raced")) {
            Frame.Open first = fixture.offer("held-a", 1);
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.fail(first, 0, DOWN);
            fixture.fail(second, 0, DOWN);
            // Whose pause is the shorter one is a matter of chance.
            Await.until("the third attempt", () -> fixture.held.size() == 3, SOON);
            fixture.fail(fixture.held.get(2), 0, DOWN);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("all_providers_unavailable", error(answer).getString("code"));
            assertEquals("3", answer.header("x-penstock-attempts"));
        }
        assertEquals(3, fixture.held.size());
    }

    @Test
    void aClientThatLeavesEndsBoth() {
        Frame.Open first;
        Frame.Open second;
        try (RawHttp http = ask("raced")) {
            first = fixture.offer("held-a", 1);
            second = fixture.offer("held-b", 1);
            http.leave();
        }
        assertCancelled(first);
        assertCancelled(second);
    }

    @Test
    void theTotalDeadlineEndsBoth() {
        try (RawHttp http = ask("short")) {
            Frame.Open first = fixture.offer("held-a", 1);
            Frame.Open second = fixture.offer("held-b", 1);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("provider_timeout", error(answer).getString("code"));
            assertCancelled(first);
            assertCancelled(second);
        }
    }

    @Test
    void aRequestWithoutRetriesHasNoHedge() {
        try (RawHttp http = ask("raced", "x-penstock-no-retry", "true")) {
            Frame.Open first = fixture.offer("held-a", 1);
            // A hedge of the same age, on the same event loop, has begun meanwhile.
            try (RawHttp other = ask("raced")) {
                Frame.Open unused = fixture.offer("held-b", 1);
                assertEquals(3, fixture.held.size());
                fixture.fail(first, 0, DOWN);
                assertEquals("1", http.answer(SOON).header("x-penstock-attempts"));
                other.leave();
            }
        }
    }

    @Test
    void aTokenLimitReservesForBothAndIsSettledWithWhatBothCost() {
        try (RawHttp http = ask("roomy")) {
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.data(second, 0, "{}");
            fixture.end(second, 1);
            HttpAnswer answer = http.answer(SOON);
            long reserved = 3000 - Long.parseLong(String.valueOf(answer.header("x-ratelimit-remaining-tokens")));
            assertTrue(reserved > 2 * 300 && reserved < 2 * 330, reserved + " tokens");
        }
    }

    @Test
    void whereALimitHasRoomForOneOnlyTheRequestRunsWithoutAHedge() {
        String large =
                ChatClient.request("narrow", "hi").put("max_tokens", 1000).encode();
        try (RawHttp http = RawHttp.connect(fixture.port).post("/v1/chat/completions", large)) {
            Frame.Open first = fixture.offer("held-a", 1);
            try (RawHttp other = ask("raced")) {
                Frame.Open unused = fixture.offer("held-b", 1);
                assertEquals(3, fixture.held.size());
                other.leave();
            }
            fixture.data(first, 0, "{}");
            fixture.end(first, 1);
            assertEquals(200, http.answer(SOON).status());
        }
    }

    @Test
    void aRequestThatTakesAllOfItsTimeToArriveIsNoProvidersFault() {
        String body = ChatClient.request("short", "hi").encode();
        try (RawHttp http = RawHttp.connect(fixture.port)) {
            http.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                    + "content-length: " + body.length() + "\r\n\r\n" + body.substring(0, 5));
            long sent = System.nanoTime();
            Await.until(
                    "the deadline",
                    () -> System.nanoTime() - sent > Duration.ofMillis(450).toNanos(),
                    SOON);
            HttpAnswer answer = http.send(body.substring(5)).answer(SOON);
            assertEquals(504, answer.status(), answer::toString);
            assertTrue(error(answer).getString("message").contains("to arrive"), answer.text());
            assertEquals(0, fixture.held.size());
        }
    }
}
