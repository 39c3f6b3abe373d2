package io.penstock.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.penstock.provider.upstream.http.KeyProbe;
import io.penstock.provider.upstream.http.UpstreamRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class AnthropicProviderTest {

    @Test
    void sendsKeysAsKeysAndTokensOfUsersAsTokens() {
        RequestOptions key = authorized("sk-ant-api03-abc");
        assertEquals("sk-ant-api03-abc", key.getHeaders().get("x-api-key"));
        assertNull(key.getHeaders().get("authorization"));
        RequestOptions token = authorized("sk-ant-oat01-abc");
        assertEquals("Bearer sk-ant-oat01-abc", token.getHeaders().get("authorization"));
        assertEquals("oauth-2025-04-20", token.getHeaders().get("anthropic-beta"));
        assertNull(token.getHeaders().get("x-api-key"));
    }

    @Test
    void namesTheVersionOfTheApiInEveryRequest() {
        AnthropicTranslator usual = new AnthropicTranslator(ApiVersion.of(null));
        UpstreamRequest request = usual.request(Requests.fields(""), "claude-opus-5-5", false);
        assertEquals("/v1/messages", request.path());
        assertEquals("2023-06-01", request.headers().get("anthropic-version"));
        KeyProbe.Question probe = new AnthropicTranslator(ApiVersion.of("2026-10-21")).probe();
        assertEquals("/v1/models?limit=1", probe.request().path());
        assertEquals("GET", probe.request().method().name());
        assertEquals("2026-10-21", probe.request().headers().get("anthropic-version"));
        assertTrue(probe.accepted().test(200));
        assertFalse(probe.accepted().test(401));
    }

    private static RequestOptions authorized(String key) {
        RequestOptions options = new RequestOptions();
        assertTrue(AnthropicProvider.authorization()
                .authorize(options, Buffer.buffer(), key)
                .succeeded());
        return options;
    }
}
