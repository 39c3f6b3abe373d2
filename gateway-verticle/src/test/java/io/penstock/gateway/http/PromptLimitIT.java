package io.penstock.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.penstock.shared.chat.tokens.PromptTokens;
import io.penstock.shared.config.model.ProviderType;
import io.penstock.shared.config.model.UpstreamModel;
import io.penstock.testkit.ChatClient;
import io.penstock.testkit.HttpAnswer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request reserves of a token limit for its prompt; the worker is the test. */
class PromptLimitIT {

    private static final long LIMIT = 10_000;
    private static final String TEXT = "人工智能".repeat(20);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // before each test
    private GatewayFixture fixture;

    @BeforeEach
    void start() {
        fixture = new GatewayFixture(directory, "readTimeout: 5s", """
                gpt-4: { limits: { tokensPerMinute: 10000 }, targets: [ { provider: w, model: gpt-4o } ] }
                gpt-4o: { limits: { tokensPerMinute: 10000 }, targets: [ { provider: w, model: gpt-4 } ] }
                three: { limits: { tokensPerMinute: 10000 }, targets: [ { provider: w, model: gpt-4o, overrides: { n: 3 } } ] }
                """);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private long reserved(JsonObject request) {
        HttpAnswer answer = fixture.client.post(request.encode());
        assertEquals(200, answer.status(), answer::toString);
        return LIMIT - Long.parseLong(String.valueOf(answer.header("x-ratelimit-remaining-tokens")));
    }

    private static JsonObject request(String model) {
        return ChatClient.request(model, TEXT).put("max_tokens", 5);
    }

    private static long counted(String upstreamModel) {
        byte[] body = request("m").encode().getBytes(StandardCharsets.UTF_8);
        return new PromptTokens().count(body, new UpstreamModel(ProviderType.OPENAI, upstreamModel));
    }

    @Test
    void isCountedByTheModelAtTheProviderNotByItsPublicName() {
        assertNotEquals(counted("gpt-4"), counted("gpt-4o"));
        assertEquals(counted("gpt-4o") + 5, reserved(request("gpt-4")));
        assertEquals(counted("gpt-4") + 5, reserved(request("gpt-4o")));
    }

    @Test
    void countsForEachChoiceThatIsACallOfItsOwn() {
        assertEquals(3 * (counted("gpt-4o") + 5), reserved(request("gpt-4").put("n", 3)));
    }

    @Test
    void countsForEachChoiceThatTheTargetAsksFor() {
        assertEquals(3 * (counted("gpt-4o") + 5), reserved(request("three")));
    }
}
