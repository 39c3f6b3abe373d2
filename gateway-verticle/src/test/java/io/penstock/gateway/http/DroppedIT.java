package io.penstock.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.shared.bus.Frame;
import io.penstock.shared.chat.error.ApiErrors;
import io.penstock.shared.chat.error.Failure;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.penstock.testkit.RawHttp;
import io.penstock.testkit.SseClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose dropped parameters an answer names; the worker is the test. */
class DroppedIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String DROPPED = "x-penstock-dropped";
    private static final Failure DOWN = Failure.passing(ApiErrors.providerError("it broke", null));

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = new GatewayFixture(directory, "readTimeout: 5s, cors: { origins: ['*'] }", """
                raced:
                  targets: [ { provider: w, model: held-a }, { provider: w, model: held-b } ]
                  hedge: { after: 20ms }
                  retries: 1
                two:
                  targets: [ { provider: w, model: held-a }, { provider: w, model: held-b } ]
                  retries: 1
                """);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private RawHttp ask(String model) {
        return fixture.client.start(ChatClient.request(model, "hi"));
    }

    private RawHttp stream(String model) {
        return fixture.client.start(ChatClient.streamRequest(model, "hi"));
    }

    private void answer(Frame.Open open) {
        fixture.data(open, 1, GatewayFixture.CONTENT);
        fixture.end(open, 2);
    }

    @Test
    void aPlainAnswerNamesThem() {
        try (RawHttp http = ask("held")) {
            Frame.Open open = fixture.offer("held", 1);
            fixture.dropped(open, "seed", "logit_bias");
            answer(open);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("seed,logit_bias", answer.header(DROPPED));
            assertEquals(GatewayFixture.CONTENT, answer.text());
        }
    }

    @Test
    void aStreamNamesThem() {
        try (RawHttp http = stream("held")) {
            Frame.Open open = fixture.offer("held", 1);
            fixture.dropped(open, "seed");
            answer(open);
            HttpAnswer answer = http.answer(SOON);
            assertEquals("seed", answer.header(DROPPED));
            assertEquals(GatewayFixture.CONTENT, answer.text());
        }
    }

    @Test
    void whereNoneWasDroppedThereIsNoSuchHeader() {
        assertNull(fixture.client.chat("now", "hi").header(DROPPED));
    }

    @Test
    void pagesMayReadTheHeader() {
        HttpAnswer answer =
                fixture.client.post(ChatClient.request("now", "hi").encode(), "origin", "http://localhost:3000");
        assertTrue(
                String.valueOf(answer.header("access-control-expose-headers")).contains(DROPPED), answer::toString);
    }

    @Test
    void theyAreThoseOfTheTargetThatAnsweredAfterAnotherFailed() {
        try (RawHttp http = ask("two")) {
            Frame.Open first = fixture.offer("held-a", 1);
            fixture.dropped(first, "seed");
            fixture.fail(first, 1, DOWN);
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.dropped(second, "n");
            answer(second);
            assertEquals("n", http.answer(SOON).header(DROPPED));
        }
    }

    @Test
    void aTargetThatLacksNothingTakesThemBack() {
        try (RawHttp http = stream("two")) {
            Frame.Open first = fixture.offer("held-a", 1);
            fixture.dropped(first, "seed");
            fixture.fail(first, 1, DOWN);
            fixture.answer(fixture.offer("held-b", 1));
            HttpAnswer answer = http.answer(SOON);
            assertNull(answer.header(DROPPED));
            assertEquals(GatewayFixture.CONTENT, answer.text());
        }
    }

    @Test
    void ofTwoThatRaceTheWinnersCount() {
        for (boolean firstWins : new boolean[] {true, false}) {
            int nth = firstWins ? 1 : 2;
            try (RawHttp http = stream("raced")) {
                Frame.Open first = fixture.offer("held-a", nth);
                Frame.Open second = fixture.offer("held-b", nth);
                fixture.dropped(second, "b");
                fixture.dropped(first, "a");
                answer(firstWins ? first : second);
                HttpAnswer answer = http.answer(SOON);
                assertEquals(firstWins ? "a" : "b", answer.header(DROPPED));
                assertEquals(firstWins ? "held-a" : "held-b", answer.header("x-penstock-model"));
            }
        }
    }

    @Test
    void ofTwoThatRaceTheOneThatIsLeftCounts() {
        try (RawHttp http = ask("raced")) {
            Frame.Open first = fixture.offer("held-a", 1);
            Frame.Open second = fixture.offer("held-b", 1);
            fixture.dropped(first, "a");
            fixture.dropped(second, "b");
            fixture.fail(second, 1, DOWN);
            answer(first);
            assertEquals("a", http.answer(SOON).header(DROPPED));
        }
    }

    @Test
    void aHeadThatGoesOutBeforeAnyContentNamesWhatIsKnown() {
        try (SseClient http = fixture.client.stream("held", "hi")) {
            Frame.Open open = fixture.offer("held", 1);
            fixture.dropped(open, "seed");
            HttpAnswer head = http.head(Duration.ofSeconds(20)); // it comes after 10 s of silence
            assertEquals(200, head.status());
            assertEquals("seed", head.header(DROPPED));
            answer(open);
            assertTrue(http.rest(SOON).toString().contains("content"));
        }
    }
}
