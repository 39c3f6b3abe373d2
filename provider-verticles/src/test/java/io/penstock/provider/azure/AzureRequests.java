package io.penstock.provider.azure;

import static io.penstock.provider.upstream.chat.WireJson.MAPPER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.contract.wire.SentRequest;
import io.penstock.provider.openai.OpenAiRequests;
import io.penstock.testkit.UpstreamCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a request as a resource of Azure OpenAI does: which deployment it is for, and by whose right. */
final class AzureRequests {

    private static final Pattern OF_DEPLOYMENT =
            Pattern.compile("/openai/deployments/([A-Za-z0-9_.-]+)/chat/completions\\?api-version=([0-9a-z-]+)");

    private AzureRequests() {}

    /**
     * @param version that the request is to name, or {@code v1}
     * @param credential a resource's key, or a token of Entra ID
     */
    static SentRequest read(UpstreamCall call, String version, String credential) {
        assertEquals("POST", call.method());
        assertEquals("application/json", call.header("content-type"));
        SentRequest sent = new SentRequest();
        try {
            OpenAiRequests.read(MAPPER.readTree(call.text()), sent);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
        if (version.equals("v1")) {
            assertEquals("/openai/v1/chat/completions", call.uri());
        } else {
            Matcher dated = OF_DEPLOYMENT.matcher(call.uri());
            assertTrue(dated.matches(), call.uri());
            assertEquals(version, dated.group(2));
            // Here the body's model is not looked at.
            sent.model = dated.group(1);
        }
        boolean token = credential.contains(".");
        assertEquals(token ? null : credential, call.header("api-key"));
        assertEquals(token ? "Bearer " + credential : null, call.header("authorization"));
        sent.key = credential;
        return sent;
    }
}
