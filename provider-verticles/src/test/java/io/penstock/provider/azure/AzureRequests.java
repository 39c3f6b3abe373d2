package io.penstock.provider.azure;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.openai.OpenAiRequests;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request as a resource of Azure OpenAI does: which deployment it is for, and by whose right. */
final class AzureRequests {

    private static final Pattern OF_DEPLOYMENT =
            Pattern.compile("/openai/deployments/([A-Za-z0-9_.-]+)/chat/completions\\?api-version=2024-10-21");

    private AzureRequests() {}

    static SentRequest read(UpstreamCall call) {
        assertEquals("POST", call.method());
        assertEquals("application/json", call.header("content-type"));
        SentRequest sent = new SentRequest();
        try {
            OpenAiRequests.read(MAPPER.readTree(call.text()), sent);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
        Matcher dated = OF_DEPLOYMENT.matcher(call.uri());
        if (dated.matches()) {
            // Here the body's model is not looked at.
            sent.model = dated.group(1);
        } else {
            assertEquals("/openai/v1/chat/completions", call.uri());
        }
        sent.key = key(call.header("api-key"), call.header("authorization"));
        return sent;
    }

    private static String key(@Nullable String apiKey, @Nullable String authorization) {
        if (apiKey != null) {
            assertNull(authorization, "two credentials");
            return apiKey;
        }
        assertEquals("Bearer ", String.valueOf(authorization).substring(0, 7));
        return String.valueOf(authorization).substring(7);
    }
}
